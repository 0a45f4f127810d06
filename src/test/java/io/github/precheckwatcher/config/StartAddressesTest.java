package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartAddressesTest {
    private static final String URL = "QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL";

    @TempDir
    Path folder;

    private ConfigFolderBuilder config;

    /** Tests of Quarkus in the same JVM leave their keys behind as system properties. */
    private final Properties left = new Properties();

    @BeforeEach
    void prepare() {
        config = new ConfigFolderBuilder(folder);
        for (String key : System.getProperties().stringPropertyNames()) {
            if (key.startsWith("quarkus.")) {
                left.setProperty(key, System.clearProperty(key));
            }
        }
    }

    @AfterEach
    void restore() {
        System.getProperties().putAll(left);
    }

    @Test
    void an_address_in_the_file_that_holds_a_password_is_refused() {
        config.application(file("jdbc:postgresql://u:hunter2@db/d"));

        assertThat(problem(Map.of()).orElseThrow()).contains("has an '@'").doesNotContain("hunter2");
    }

    @Test
    void a_variable_goes_before_the_file_and_a_profile_s_key_before_the_plain_one() {
        config.application(file("jdbc:postgresql://db/d"));
        assertThat(problem(Map.of())).isEmpty();
        assertThat(problem(Map.of(URL, "postgresql://u:hunter2@db/d"))).isPresent();

        config.application(file("jdbc:postgresql://db/d")
                + "\"%prod\": { quarkus: { datasource: { postgresql: { jdbc: { url: x } } } } }\n");
        assertThat(problem(Map.of())).isPresent();
    }

    @Test
    void what_an_expression_stands_for_is_looked_at() {
        config.application(file("${DATABASE:jdbc:postgresql://${HOST}:${PORT}/d}"));
        Map<String, String> good = Map.of("HOST", "db.example.com", "PORT", "5433");

        assertThat(problem(good)).isEmpty();
        assertThat(StartAddresses.of(folder, good).database()).isEqualTo(Optional.of("db.example.com:5433"));
        assertThat(problem(Map.of("HOST", "db", "PORT", "many"))).isPresent();
        assertThat(problem(Map.of("DATABASE", "postgres://u:hunter2@db/d"))).isPresent();
        assertThat(problem(Map.of())).as("Quarkus reports that one").isEmpty();
        assertThat(StartAddresses.of(folder, Map.of()).database()).isEmpty();
    }

    @Test
    void postgresql_s_own_variables_are_looked_at() {
        config.application("watcher: { store: postgresql }");

        assertThat(problem(Map.of("PGPORT", "many")).orElseThrow()).contains("PGPORT", "has a port");
        assertThat(problem(Map.of("PGHOST", "db", "PGDATABASE", "a@b"))).isEmpty();
    }

    @Test
    void an_address_that_is_not_used_is_no_problem() {
        config.application(file("postgresql://u:hunter2@db/d")
                .replace("watcher: { store: postgresql }", "watcher: { store: h2 }"));

        assertThat(problem(Map.of())).isEmpty();
    }

    private Optional<String> problem(Map<String, String> environment) {
        return StartAddresses.problem(QuarkusKeys.of(folder, environment), environment);
    }

    private static String file(String url) {
        return """
                watcher: { store: postgresql }
                quarkus: { datasource: { postgresql: { jdbc: { url: "%s" } } } }
                """.formatted(url);
    }
}
