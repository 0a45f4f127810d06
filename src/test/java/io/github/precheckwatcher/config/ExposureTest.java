package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {
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
        System.clearProperty("quarkus.http.host");
        System.getProperties().putAll(left);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "'::'", "192.0.2.7", "watcher.example.com", "127.0.0.1.example.com", "'[::]'"})
    void an_api_off_loopback_is_refused_with_its_line(String host) {
        config.application("quarkus:\n  log: { level: INFO }\n  http:\n    host: " + host + "\n");

        assertThat(config.problems())
                .singleElement()
                .asString()
                .startsWith("config/application.yaml:4: quarkus.http.host: must be a loopback address")
                .contains("no users yet", "take the key out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "'::1'", "'[::1]'", "localhost", "127.1.2.3"})
    void an_api_on_loopback_is_not(String host) {
        config.application("quarkus: { http: { host: " + host + " } }\n");

        assertThat(config.problems()).isEmpty();
    }

    @Test
    void a_port_that_is_not_opened_may_have_any_host() {
        config.application("quarkus: { http: { host: 0.0.0.0, host-enabled: false } }\n");

        assertThat(config.problems()).isEmpty();
    }

    @Test
    void variables_and_system_properties_are_refused_too() {
        config.variable("QUARKUS_HTTP_HOST", "0.0.0.0");
        assertThat(config.problems())
                .singleElement()
                .asString()
                .startsWith("environment: QUARKUS_HTTP_HOST: must be a loopback address");

        System.setProperty("quarkus.http.host", "192.0.2.7");
        assertThat(config.problems())
                .singleElement()
                .asString()
                .startsWith("system property: quarkus.http.host: must be a loopback address");
    }

    @Test
    void a_key_of_the_profile_that_a_daemon_runs_in_counts() {
        config.application("\"%prod\":\n  quarkus:\n    http: { host: 0.0.0.0 }\n");

        assertThat(config.problems()).singleElement().asString().startsWith("config/application.yaml:3: ");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/d",
        "jdbc:postgresql://localhost:5432 db:5433/d",
        "jdbc:postgresql://db/d?sslmode=require",
        "jdbc:postgresql://db/d?sslmode=verify-ca&user=u",
        "jdbc:postgresql://db/d?ssl=false",
        "jdbc:postgresql://db/d?ssl=true&sslmode=prefer",
        "jdbc:postgresql://[2001:db8::1]:5432/d",
        "jdbc:postgresql://127.0.0.1.example.com/d"
    })
    void a_database_elsewhere_whose_server_is_not_verified_is_a_warning(String url) {
        config.application(database(url.replace(' ', ',')));

        assertThat(config.warnings())
                .singleElement()
                .asString()
                .startsWith("config/application.yaml:5: quarkus.datasource.postgresql.jdbc.url: is on another machine")
                .contains("PGSSLMODE=verify-full", "PGSSLROOTCERT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/d?sslmode=verify-full",
                "jdbc:postgresql://db/d?user=u&sslmode=verify%2Dfull",
                "jdbc:postgresql://db/d?ssl=true",
                "jdbc:postgresql://localhost,127.0.0.1:5433,[::1]/d",
                "jdbc:postgresql:d"
            })
    void a_verified_or_local_one_is_not(String url) {
        config.application(database(url));

        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void postgresql_s_own_variables_are_looked_at() {
        config.application("watcher: { store: postgresql }").variable("PGHOST", "db.example.com");
        assertThat(config.warnings())
                .singleElement()
                .asString()
                .startsWith("environment: PGHOST: is on another machine");

        config.variable("PGSSLMODE", "verify-full").variable("PGSSLROOTCERT", "/run/secrets/ca.crt");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void a_database_that_is_not_used_is_no_news() {
        config.application(database("jdbc:postgresql://db/d").replace("store: postgresql", "store: h2"));

        assertThat(config.warnings()).isEmpty();
    }

    private static String database(String url) {
        return "watcher: { store: postgresql }\nquarkus:\n  datasource:\n    postgresql:\n      jdbc: { url: \"" + url
                + "\" }\n";
    }
}
