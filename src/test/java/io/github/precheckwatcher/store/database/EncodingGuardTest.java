package io.github.precheckwatcher.store.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that cannot keep every text is refused before anything is written. */
class EncodingGuardTest {
    @ParameterizedTest
    @ValueSource(strings = {"EUC_CN", "LATIN1", "SQL_ASCII", "WIN1252"})
    void a_database_of_another_encoding_is_refused_with_what_to_do(String encoding) {
        try (Databases.Database database = Databases.postgresqlWithEncoding(encoding)) {
            assertThatThrownBy(() -> Databases.migrate(database.source()))
                    .hasStackTraceContaining("has the encoding " + encoding)
                    .hasStackTraceContaining("encoding 'UTF8' template template0");
        }
    }

    @Test
    void a_database_of_utf_8_is_taken() {
        try (Databases.Database database = Databases.postgresqlWithEncoding("UTF8")) {
            assertThatCode(() -> Databases.migrate(database.source())).doesNotThrowAnyException();
        }
    }
}
