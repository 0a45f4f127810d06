package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.store.database.H2Url;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigValue;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarkusKeysTest {
    private static final String H2 = "quarkus.datasource.h2.";
    private static final String POSTGRESQL = "quarkus.datasource.postgresql.";

    @TempDir
    Path folder;

    private ConfigFolderBuilder config;

    @BeforeEach
    void prepare() {
        config = new ConfigFolderBuilder(folder);
    }

    @Test
    void h2_is_active_unless_the_file_says_otherwise() {
        assertThat(QuarkusKeys.of(folder, Map.of()).own())
                .containsEntry(H2 + "active", "true")
                .containsEntry(POSTGRESQL + "active", "false")
                .containsEntry(H2 + "jdbc.url", H2Url.of(Path.of("data")));
    }

    @Test
    void the_data_directory_is_where_the_file_or_a_variable_says() {
        config.application("watcher: { data-dir: here }");

        assertThat(QuarkusKeys.of(folder, Map.of()).own()).containsEntry(H2 + "jdbc.url", H2Url.of(Path.of("here")));
        assertThat(QuarkusKeys.of(folder, Map.of("WATCHER_DATA_DIR", "there")).own())
                .containsEntry(H2 + "jdbc.url", H2Url.of(Path.of("there")));
    }

    @Test
    void postgresql_is_found_by_its_own_variables() {
        config.application("watcher: { store: h2 }");

        QuarkusKeys keys = QuarkusKeys.of(
                folder,
                Map.of(
                        "WATCHER_STORE", "postgresql",
                        "PGHOST", "db.example.com",
                        "PGDATABASE", "pre checks",
                        "PGUSER", "watcher",
                        "PGPASSWORD", "hunter2",
                        "PGSSLMODE", "require"));

        assertThat(keys.own()).containsEntry(POSTGRESQL + "active", "true").containsEntry(H2 + "active", "false");
        assertThat(keys.own()).doesNotContainKey(H2 + "jdbc.url");
        assertThat(keys.defaults())
                .containsEntry(
                        POSTGRESQL + "jdbc.url", "jdbc:postgresql://db.example.com:5432/pre%20checks?sslmode=require")
                .containsEntry(POSTGRESQL + "username", "watcher")
                .containsEntry(POSTGRESQL + "password", "hunter2");
        assertThat(keys.toString()).doesNotContain("hunter2");
    }

    @Test
    void postgresql_without_variables_is_where_libpq_would_look() {
        config.application("watcher: { store: postgresql }");

        assertThat(QuarkusKeys.of(folder, Map.of("PGHOST", "::1", "PGPORT", "5433"))
                        .defaults())
                .containsEntry(POSTGRESQL + "jdbc.url", "jdbc:postgresql://[::1]:5433/postgres")
                .doesNotContainKeys(POSTGRESQL + "username", POSTGRESQL + "password");
    }

    @Test
    void a_silent_network_is_noticed_unless_the_user_says_otherwise() {
        String bound = POSTGRESQL + "jdbc.additional-jdbc-properties.";
        config.application("""
                watcher: { store: postgresql }
                quarkus:
                  datasource:
                    postgresql:
                      jdbc:
                        url: jdbc:postgresql://own.example.com/d?user=u&password=hunter2
                        additional-jdbc-properties: { socketTimeout: 60 }
                """);

        QuarkusKeys keys = QuarkusKeys.of(folder, Map.of());

        assertThat(keys.defaults())
                .containsEntry(bound + "socketTimeout", "20")
                .containsEntry(bound + "connectTimeout", "5")
                .containsEntry(bound + "tcpKeepAlive", "true");
        assertThat(keys.own()).containsEntry(bound + "socketTimeout", "60").doesNotContainKey(bound + "tcpKeepAlive");
        assertThat(StartAddresses.of(folder, Map.of()))
                .isEqualTo(new StartAddresses(
                        Optional.of("own.example.com"), "9000", URI.create("http://127.0.0.1:8080")));
        assertThat(StartAddresses.of(folder, Map.of("QUARKUS_MANAGEMENT_PORT", "9100"))
                        .managementPort())
                .isEqualTo("9100");
    }

    @Test
    void the_api_is_where_the_file_or_a_variable_puts_it() {
        config.application("quarkus: { http: { host: 0.0.0.0, port: 8180 } }");

        assertThat(StartAddresses.of(folder, Map.of()).api()).isEqualTo(URI.create("http://127.0.0.1:8180"));
        assertThat(StartAddresses.of(folder, Map.of("QUARKUS_HTTP_PORT", "8280", "QUARKUS_HTTP_HOST", "::1"))
                        .api())
                .isEqualTo(URI.create("http://[::1]:8280"));
    }

    @Test
    void a_temporary_store_goes_before_what_the_file_says() {
        config.application("watcher: { store: postgresql, data-dir: mine }");

        Map<String, String> own =
                QuarkusKeys.of(folder, Map.of("temporary-store", "fresh")).own();

        assertThat(own)
                .containsEntry(H2 + "active", "true")
                .containsEntry(POSTGRESQL + "active", "false")
                .containsEntry(H2 + "jdbc.url", H2Url.of(Path.of("fresh")));
        config.variable("temporary-store", "fresh");
        assertThat(config.load().store().dataDir()).isEqualTo(Path.of("fresh"));
    }

    @Test
    void keys_outside_the_watcher_tree_are_served_and_no_others() {
        config.application("""
                watcher: { store: h2, notifiers: { x: { type: log } } }
                "%prod": { watcher: { store: postgresql }, quarkus: { log: { level: INFO } } }
                quarkus:
                  http: { port: 8081 }
                  datasource: { postgresql: { jdbc: { url: "jdbc:postgresql://h/d" } } }
                """);

        Map<String, String> own = QuarkusKeys.of(folder, Map.of()).own();

        assertThat(own)
                .containsEntry("quarkus.http.port", "8081")
                .containsEntry("%prod.quarkus.log.level", "INFO")
                .containsEntry(POSTGRESQL + "jdbc.url", "jdbc:postgresql://h/d");
        assertThat(own.keySet()).noneMatch(key -> key.contains("watcher"));
    }

    @Test
    void a_broken_file_counts_as_absent_as_the_loader_reports_it() {
        config.application("watcher: { store: [");

        assertThat(QuarkusKeys.of(folder, Map.of()).own())
                .containsOnlyKeys(H2 + "active", POSTGRESQL + "active", H2 + "jdbc.url");
    }

    @Test
    void a_file_that_the_command_line_read_is_not_read_again_for_quarkus() throws ConfigException {
        config.application("""
                watcher: { data-dir: here }
                quarkus: { http: { port: 8180 } }
                """);
        ConfigHandover.leave(folder, ConfigLoader.load(folder, Map.of()));
        config.without("application.yaml");

        assertThat(given(folder)).containsEntry(H2 + "jdbc.url", H2Url.of(Path.of("here")));
        assertThat(given(folder)).containsEntry("quarkus.http.port", "8180");
        assertThat(given(folder.resolve("other"))).doesNotContainKey("quarkus.http.port");
    }

    private static Map<String, String> given(Path folder) {
        Map<String, String> keys = new HashMap<>();
        new FolderConfigSources()
                .getConfigSources(started(folder))
                .forEach(source -> keys.putAll(source.getProperties()));
        return keys;
    }

    private static ConfigSourceContext started(Path folder) {
        return new ConfigSourceContext() {
            @Override
            public ConfigValue getValue(String name) {
                return ConfigValue.builder()
                        .withName(name)
                        .withValue(folder.toString())
                        .build();
            }

            @Override
            public List<String> getProfiles() {
                return List.of();
            }

            @Override
            public Iterator<String> iterateNames() {
                return Collections.emptyIterator();
            }
        };
    }
}
