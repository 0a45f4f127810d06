package io.github.precheckwatcher.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.StartAddresses;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;

class StartFailureTest {
    private static final String SECRET = "hunter2";

    private final StartFailure failure = new StartFailure(
            () -> new StartAddresses(Optional.of("db.example.com:5432"), "9100", URI.create("http://127.0.0.1:8180")));

    @Test
    void a_taken_port_is_named_with_the_key_to_set() {
        String expected =
                "cannot start: port 9100 for health and metrics is taken (Address already in use); stop the other process,"
                        + " or set quarkus.management.port";
        BindException taken = new BindException("Address already in use");

        assertThat(failure.text(new RuntimeException("Unable to start", taken))).isEqualTo(expected);
        assertThat(failure.text(new QuarkusBindException("0.0.0.0", 9100, taken)))
                .startsWith("cannot start: port 9100 for health and metrics");
    }

    @Test
    void a_taken_port_of_the_api_is_reported_from_that_of_health_and_metrics() {
        BindException taken = new BindException("Address already in use");

        assertThat(failure.text(new QuarkusBindException("127.0.0.1", 8180, taken)))
                .isEqualTo("cannot start: port 8180 for the API is taken (Address already in use); stop the other"
                        + " process, or set quarkus.http.port");
        assertThat(failure.text(new QuarkusBindException(
                        "192.0.2.1", 8180, new BindException("Cannot assign requested address"))))
                .contains("192.0.2.1 for the API", "quarkus.http.host");
    }

    @Test
    void an_address_of_another_machine_is_no_taken_port() {
        assertThat(failure.text(new RuntimeException(new BindException("Cannot assign requested address"))))
                .contains("quarkus.management.host")
                .doesNotContain("taken", "quarkus.management.port");
    }

    @Test
    void the_yaml_parser_s_text_is_never_shown() {
        YAMLException broken = parsed("a: 1\nsecret: [" + SECRET + "\nb: }");

        assertThat(broken.getMessage()).contains(SECRET);
        assertThat(failure.text(new IllegalStateException("SRCFG00035: no " + broken.getMessage(), broken)))
                .isEqualTo("cannot start: a YAML file that quarkus.config.locations names is broken in line 3");
        assertThat(failure.text(new YAMLException(SECRET)))
                .isEqualTo("cannot start: a YAML file that quarkus.config.locations names is broken");
    }

    @Test
    void a_database_that_cannot_be_reached_is_named_with_the_deepest_cause() {
        SQLException refused = new SQLException(
                "Connection to db.example.com:5432 refused. Check that the hostname is correct.",
                "08001",
                new ConnectException("Connection refused"));
        SQLException unknown =
                new SQLException("The connection attempt failed.", "08001", new UnknownHostException("db.example.com"));

        assertThat(failure.text(new IllegalStateException("Flyway", refused)))
                .isEqualTo("cannot start: the database at db.example.com:5432 cannot be reached (Connection refused);"
                        + " check PGHOST and PGPORT, or quarkus.datasource.postgresql.jdbc.url");
        assertThat(failure.text(unknown)).contains("(unknown host db.example.com); check PGHOST");
    }

    @Test
    void a_refused_user_is_reported_which_variables_to_check() {
        assertThat(failure.text(new SQLException("FATAL: password authentication failed for user \"u\"", "28P01")))
                .isEqualTo("cannot start: the database at db.example.com:5432 refuses the user"
                        + " (FATAL: password authentication failed for user \"u\"); check PGUSER and PGPASSWORD, or"
                        + " quarkus.datasource.postgresql.username and password");
    }

    @Test
    void a_full_disk_is_named_by_whose_it_is() {
        SQLException own =
                new SQLException("The database has been closed", "90098", new IOException("No space left on device"));
        SQLException theirs =
                new SQLException("ERROR: could not extend file \"base/1/2\": No space left on device", "53100");

        assertThat(failure.text(new IllegalStateException("Flyway", own)))
                .isEqualTo("cannot start: the disk of watcher.data-dir is full; free it, or set watcher.data-dir");
        assertThat(failure.text(theirs))
                .isEqualTo("cannot start: the database at db.example.com:5432 has no room left on its disk");
    }

    @Test
    void an_address_that_the_driver_cannot_read_is_not_shown() {
        SQLException unread = new SQLException("Unable to parse URL jdbc:postgresql://u:" + SECRET + "@db/d", "99999");
        SQLException unknown =
                new SQLException("Driver does not support the provided URL: postgres://u:" + SECRET + "@db/d");

        assertThat(failure.text(new IllegalStateException("Flyway", unread)))
                .isEqualTo("cannot start: the store cannot be used: Unable to parse URL ***");
        assertThat(failure.text(unknown))
                .isEqualTo("cannot start: the store cannot be used: Driver does not support the provided URL: ***");
    }

    @Test
    void a_wrong_value_for_quarkus_is_one_line_without_class_names_and_values() {
        var wrong =
                new IllegalArgumentException("Configuration validation failed:\n\tjava.lang.IllegalArgumentException:"
                        + " SRCFG00039: The config property quarkus.management.port with the config value \"" + SECRET
                        + "\" threw an Exception whilst being converted SRCFG00029: Expected an integer value, got \""
                        + SECRET
                        + "\"");

        assertThat(failure.text(wrong))
                .isEqualTo(
                        "cannot start: The config property quarkus.management.port is wrong: Expected an integer value"
                                + " (java -Dquarkus.log.level=DEBUG -jar ... shows more)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "For input string: \"%s\"",
                "SRCFG00029: Expected an integer value, got \"%s\"",
                "SRCFG00049: Cannot convert %s to enum class Level, allowed values: info,warn",
                "Text '%s' cannot be parsed to a Duration",
                "Text '%s\" cannot be parsed",
                "the last of them, \"hunter2\", is no number",
                "the last of them, 'hunter2', is no number"
            })
    void a_value_is_never_shown_whatever_stands_in_it_and_however_its_converter_quotes_it(String why) {
        for (String value : List.of(SECRET, "a\"b\"" + SECRET, SECRET + "\" threw\n" + SECRET, "$1\\" + SECRET)) {
            String text =
                    failure.text(new IllegalArgumentException(unconverted("quarkus.a", value, why.formatted(value))));

            assertThat(text).startsWith("cannot start: The config property quarkus.a is wrong: ");
            assertThat(text).doesNotContain(SECRET, "threw");
        }
    }

    @Test
    void a_converter_s_words_stay_where_they_do_not_quote() {
        String why = "SRCFG00049: Cannot convert a to enum class Level, allowed values: info";

        assertThat(StartFailure.plain(new IllegalArgumentException(unconverted("quarkus.a", "a", why))))
                .isEqualTo("The config property quarkus.a is wrong: Cannot convert *** to enum class Level,"
                        + " allowed values: info");
        assertThat(StartFailure.plain(new IllegalArgumentException(unconverted("quarkus.a", "", "it is empty"))))
                .isEqualTo("The config property quarkus.a is wrong: it is empty");
    }

    @Test
    void each_of_several_wrong_values_is_reported_with_its_own_reason() {
        var wrong = new ConfigValidationException(new Problem[] {
            new Problem(unconverted("quarkus.a", SECRET, "For input string: \"" + SECRET + "\"")),
            new Problem(unconverted("quarkus.b", SECRET, "Expected a boolean value, got \"" + SECRET + "\"")),
            new Problem(unconverted("quarkus.b", SECRET, "Expected a boolean value, got \"" + SECRET + "\""))
        });

        assertThat(StartFailure.plain(wrong))
                .isEqualTo("The config property quarkus.a is wrong: For input string;"
                        + " The config property quarkus.b is wrong: Expected a boolean value");
    }

    @Test
    void a_conversion_s_own_cause_is_not_shown_in_its_place() {
        var cause = new NumberFormatException("For input string: \"" + SECRET + "\"");
        var wrong = new IllegalArgumentException(unconverted("quarkus.a", SECRET, cause.getMessage()), cause);

        assertThat(failure.text(new IllegalStateException("Failed to start", wrong)))
                .startsWith("cannot start: The config property quarkus.a is wrong: For input string (");
        assertThat(failure.text(new RuntimeException(wrong)))
                .startsWith("cannot start: The config property quarkus.a is wrong: For input string (");
        assertThat(failure.text(cause)).startsWith("cannot start: For input string (");
        assertThat(failure.text(new DateTimeParseException("Text '" + SECRET + "' cannot be parsed", SECRET, 0)))
                .startsWith("cannot start: Text cannot be parsed (");
    }

    private static String unconverted(String key, String value, String why) {
        return "java.lang.IllegalArgumentException: SRCFG00039: The config property " + key
                + " with the config value \"" + value + "\" threw an Exception whilst being converted " + why;
    }

    @Test
    void a_failure_while_the_message_is_made_is_no_other_failure() {
        StartFailure poor = new StartFailure(() -> {
            throw new IllegalStateException("no addresses");
        });
        Exception ring = new IllegalStateException("outer");
        ring.initCause(new IllegalStateException("inner", ring));

        assertThat(poor.text(new BindException("Address already in use"))).startsWith("cannot start: BindException");
        assertThat(failure.text(ring)).startsWith("cannot start: inner");
    }

    private static YAMLException parsed(String text) {
        try {
            new Yaml().load(text);
            throw new AssertionError("it was to be broken");
        } catch (YAMLException e) {
            return e;
        }
    }
}
