package io.github.precheckwatcher.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file lies where the operator said, and belongs to one process. */
class H2UrlTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "with space", "数据", "a=b&c?d#e", "100%25", "~tilde", "new/one/below", "${x}", "it's"})
    void the_file_lies_in_the_data_directory_whatever_its_name(String name) throws Exception {
        Path dataDir = dir.resolve(name);

        try (Connection connection = open(dataDir)) {
            assertThat(connection.isValid(1)).isTrue();
        }

        assertThat(dataDir.resolve("precheck-watcher.mv.db")).isRegularFile();
    }

    @Test
    void a_relative_directory_is_the_working_directorys() {
        assertThat(H2Url.of(Path.of("data")))
                .startsWith("jdbc:h2:guarded:" + Path.of("data").toAbsolutePath() + "/precheck-watcher;");
        assertThat(H2Url.of(Path.of("./x/../data"))).isEqualTo(H2Url.of(Path.of("data")));
    }

    @Test
    void a_semicolon_is_refused_instead_of_read_as_settings() {
        assertThatThrownBy(() -> H2Url.of(Path.of("data;MODE=Oracle")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("semicolon");
    }

    @Test
    void a_second_process_on_the_same_file_is_refused_with_90020() throws Exception {
        Connection mine = open(dir);
        try {
            assertThat(openInAnotherProcess(dir)).contains("90020");
        } finally {
            mine.close();
        }
        assertThat(openInAnotherProcess(dir)).contains("opened");
    }

    /** What a second process does: prints "opened", or the SQLState. */
    public static final class Second {
        public static void main(String[] args) {
            try (Connection connection = open(Path.of(args[0]))) {
                System.out.print("opened " + connection.isValid(1));
            } catch (SQLException e) {
                System.out.print(e.getSQLState() + " " + e.getErrorCode());
            }
        }
    }

    private static String openInAnotherProcess(Path dataDir) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Second.class.getName(),
                        dataDir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static Connection open(Path dataDir) throws SQLException {
        return DriverManager.getConnection(H2Url.of(dataDir), "sa", "");
    }
}
