package io.github.precheckwatcher.store.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.watch.PollPolicyKind;
import io.github.precheckwatcher.watch.PollSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParsedTextsTest {
    private final ParsedTexts parsed = new ParsedTexts();

    @Test
    void a_text_is_parsed_once_and_what_it_says_cannot_be_changed() {
        Map<String, String> labels = parsed.labels("{\"env\":\"prod\"}");
        List<String> names = parsed.names("[\"log\",\"ops\"]");

        assertThat(labels).isEqualTo(Map.of("env", "prod"));
        assertThat(names).containsExactly("log", "ops");
        assertThat(parsed.labels("{\"env\":\"prod\"}")).isSameAs(labels);
        assertThat(parsed.names("[\"log\",\"ops\"]")).isSameAs(names);
        assertThatThrownBy(() -> labels.put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> names.add("a")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void polling_is_read_as_it_was_written_and_as_an_older_version_left_it() {
        PollSettings settings = new PollSettings(
                PollPolicyKind.FIXED, Duration.ofMillis(5_250), Duration.ofMillis(1), Duration.ofDays(1), 3);
        String old = "{\"policy\":\"FIXED\",\"interval\":5.2500000000000000,\"minInterval\":0.001,\"maxInterval\":86400"
                + ",\"maxConsecutiveErrors\":3}";

        assertThat(parsed.polling(StoredJson.write(settings))).isEqualTo(settings);
        assertThat(parsed.polling(old)).isEqualTo(settings).isSameAs(parsed.polling(old));
    }

    @Test
    void however_many_texts_there_are_each_is_read_right() {
        for (int i = 0; i < 5_000; i++) {
            assertThat(parsed.labels("{\"n\":\"" + i + "\"}")).containsEntry("n", Integer.toString(i));
        }
        assertThat(parsed.labels("{\"n\":\"0\"}")).containsEntry("n", "0");
    }
}
