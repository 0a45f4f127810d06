package io.github.precheckwatcher.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.LogLines;
import io.quarkus.logging.json.runtime.JsonFormatter;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.handlers.AsyncHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLineTest {
    private static final Logger LOG = Logger.getLogger(LogLineTest.class);

    @Test
    void fields_stand_in_the_order_given() {
        var line = LogLine.of("watching")
                .with("watch", "orders-db")
                .with("task", Optional.of("t-1"))
                .with("request", Optional.empty())
                .with("polls", 17)
                .with("deadline", Duration.ofHours(1));
        assertThat(line).hasToString("watching watch=orders-db task=t-1 polls=17 deadline=1h");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain-1.2/x:y | plain-1.2/x:y",
                "预检 | 预检",
                "two words | \"two words\"",
                "a\"b | \"a\\\"b\"",
                "a\\b | \"a\\\\b\"",
                "a=b | \"a=b\"",
                "`` | \"\"",
            })
    void values_are_quoted_where_they_must_be(String value, String written) {
        assertThat(LogLine.of("x").with("k", value)).hasToString("x k=" + written);
    }

    @Test
    void nothing_from_outside_can_forge_a_line() {
        String evil = "a\nERROR b\r\t\u001b[31m\u2028\u202ec\u0085\ud800 \ufeff";
        assertThat(LogLine.of("x").with("k", evil).toString())
                .isEqualTo("x k=\"a\\nERROR b\\r\\t\\u001b[31m\\u2028\\u202ec\\u0085\\ud800 \\ufeff\"");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.35S, 350ms",
        "PT4.9S, 4s",
        "PT3M12S, 3m12s",
        "PT12M3S, 12m03s",
        "PT3M, 3m",
        "PT1H, 1h",
        "PT1H5S, 1h00m05s",
        "PT1H5M, 1h05m",
        "PT72H, 72h",
        "-PT1S, 0s"
    })
    void durations_read_as_people_say_them(Duration duration, String text) {
        assertThat(LogLine.text(duration)).isEqualTo(text);
    }

    @Test
    void a_key_of_the_formatter_itself_is_refused() {
        assertThatThrownBy(() -> LogLine.of("x").with("message", "y")).hasMessageContaining("message");
    }

    @Test
    void braces_in_values_stay_braces() {
        try (var lines = LogLines.of(LogLineTest.class)) {
            LogLine.of("x").with("k", "{0}'{1}").info(LOG);
            LogLine.of("x").with("k", "%s").warn(LOG);
            assertThat(lines.lines()).containsExactly("INFO x k={0}'{1}", "WARN x k=%s");
        }
    }

    @Test
    void in_json_mode_the_keys_are_fields_beside_the_formatters_own() throws JsonProcessingException {
        JsonNode json = json(
                new JsonLogFields(new JsonFormatter()),
                () -> LogLine.of("verdict")
                        .with("watch", "or\"ders\n{0}")
                        .with("checks", 4)
                        .with("took", Duration.ofSeconds(192))
                        .with("strict", true)
                        .info(LOG));
        assertThat(json.path("message").asText()).isEqualTo("verdict");
        assertThat(json.path("level").asText()).isEqualTo("INFO");
        assertThat(json.path("loggerName").asText()).isEqualTo(LogLineTest.class.getName());
        assertThat(json.path("watch").asText()).isEqualTo("or\"ders\n{0}");
        assertThat(json.path("checks").isInt()).isTrue();
        assertThat(json.path("took").asText()).isEqualTo("3m12s");
        assertThat(json.path("strict").isBoolean()).isTrue();
    }

    @Test
    void in_json_mode_other_records_and_pretty_printing_are_left_as_they_are() throws JsonProcessingException {
        var pretty = new JsonFormatter();
        pretty.setPrettyPrint(true);
        assertThat(json(new JsonLogFields(pretty), () -> LOG.infov("hello {0}", "you"))
                        .path("message")
                        .asText())
                .isEqualTo("hello you");
        assertThat(json(
                                new JsonLogFields(pretty),
                                () -> LogLine.of("a").with("b", 1).info(LOG))
                        .path("b")
                        .asInt())
                .isEqualTo(1);
        assertThat(json(new JsonLogFields(pretty), () -> LogLine.of("bare").info(LOG))
                        .path("message")
                        .asText())
                .isEqualTo("bare");
    }

    @Test
    void json_handlers_are_found_behind_asynchronous_ones_and_text_handlers_left_alone() {
        var json = new Captured();
        json.setFormatter(new JsonFormatter());
        var text = new Captured();
        var plain = new org.jboss.logmanager.formatters.PatternFormatter("%m");
        text.setFormatter(plain);
        var async = new AsyncHandler();
        async.addHandler(json);
        async.addHandler(text);
        JsonLogMode.addFields(new Handler[] {async});
        JsonLogMode.addFields(new Handler[] {async});
        assertThat(json.getFormatter()).isInstanceOf(JsonLogFields.class);
        assertThat(text.getFormatter()).isSameAs(plain);
        async.close();
    }

    private static JsonNode json(ExtFormatter formatter, Runnable logging) throws JsonProcessingException {
        var handler = new Captured();
        handler.setFormatter(formatter);
        var logger = java.util.logging.Logger.getLogger(LogLineTest.class.getName());
        logger.addHandler(handler);
        try {
            logging.run();
        } finally {
            logger.removeHandler(handler);
        }
        return new ObjectMapper().readTree(handler.text);
    }

    private static final class Captured extends ExtHandler {
        private String text;

        @Override
        protected void doPublish(ExtLogRecord entry) {
            text = getFormatter().format((LogRecord) entry);
        }
    }
}
