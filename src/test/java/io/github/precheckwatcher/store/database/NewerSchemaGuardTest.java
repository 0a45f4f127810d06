package io.github.precheckwatcher.store.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that a newer version wrote is left alone. */
class NewerSchemaGuardTest {
    @TempDir
    Path dir;

    abstract static class Contract {
        abstract Databases.Database fresh();

        @Test
        void a_newer_schema_is_refused_with_what_to_do() {
            try (Databases.Database database = fresh()) {
                applied(database, "99");

                assertThatThrownBy(() -> Databases.migrate(database.source()))
                        .hasMessageContaining("version 99")
                        .hasMessageContaining("start the version of precheck-watcher that wrote it");
            }
        }

        @Test
        void the_own_schema_is_opened_again() {
            try (Databases.Database database = fresh()) {
                assertThatCode(() -> Databases.migrate(database.source())).doesNotThrowAnyException();
            }
        }
    }

    @Nested
    class OnH2 extends Contract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class OnPostgresql extends Contract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    private static void applied(Databases.Database database, String version) {
        database.transactions().perform(c -> insert(c.createStatement(), version));
    }

    private static void insert(Statement statement, String version) throws SQLException {
        try (statement) {
            statement.executeUpdate("""
                    insert into "flyway_schema_history" (
                        "installed_rank", "version", "description", "type", "script", "checksum", "installed_by",
                        "execution_time", "success")
                    values (99, '%s', 'from the future', 'SQL', 'V%s__future.sql', 1, 'somebody', 1, true)""".formatted(version, version));
        }
    }
}
