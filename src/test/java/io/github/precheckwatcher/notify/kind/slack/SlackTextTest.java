package io.github.precheckwatcher.notify.kind.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackTextTest {
    @ParameterizedTest
    @CsvSource({
        "orders-db, orders-db",
        "<!channel>, &lt;!channel&gt;",
        "<https://evil.example|x>, &lt;https://evil.example|x&gt;",
        "R&D &lt;, R&amp;D &amp;lt;"
    })
    void the_three_characters_of_slack_are_escaped(String text, String expected) {
        assertThat(SlackText.escape(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u2028b", "a\u202eb", "a\tb"})
    void a_text_stays_on_its_line(String text) {
        assertThat(SlackText.escape(text)).isEqualTo("a b");
    }

    @Test
    void a_title_is_cut_before_it_is_escaped() {
        assertThat(SlackText.escape("FAILED orders-db", 150)).isEqualTo("FAILED orders-db");
        String cut = SlackText.escape("FAILED " + "&".repeat(200), 150);
        assertThat(cut)
                .hasSizeLessThanOrEqualTo(150)
                .hasSizeGreaterThan(140)
                .startsWith("FAILED &amp;")
                .endsWith("&amp;…");
        assertThat(SlackText.escape("😀".repeat(200), 150))
                .hasSizeLessThanOrEqualTo(150)
                .doesNotContainPattern("[\ud800-\udbff]$");
    }

    @Test
    void a_text_is_split_where_lines_end() {
        assertThat(SlackText.split("aaa\nbbb\nccc\n\nddd", 8)).containsExactly("aaa\nbbb", "ccc\n\nddd");
        assertThat(SlackText.split("", 8)).isEmpty();
        assertThat(SlackText.split("\n\n \n", 8)).isEmpty();
    }

    @Test
    void neither_tag_nor_escaped_character_is_cut_apart() {
        assertThat(SlackText.split("aaaaaa&amp;b", 8)).containsExactly("aaaaaa", "&amp;b");
        assertThat(SlackText.split("aa <@U12> bb", 8)).containsExactly("aa", "<@U12> b", "b");
    }

    @Test
    void parts_are_never_too_long_and_nothing_visible_is_lost() {
        var random = new Random(11);
        List<String> atoms = List.of("a", "&amp;", "&lt;", "<@U1>", "\n", " ", "😀", "<http://x|y z>", "…");
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(80); n >= 0; n--) {
                text.append(atoms.get(random.nextInt(atoms.size())));
            }
            List<String> parts = SlackText.split(text.toString(), 20);
            assertThat(parts).allSatisfy(part -> {
                assertThat(part).hasSizeBetween(1, 20);
                assertThat(part.replaceAll("<[^<>]*>", "").replaceAll("&(amp|lt|gt);", ""))
                        .doesNotContain("<", ">", "&");
            });
            assertThat(String.join("", parts).replaceAll("\\s", ""))
                    .isEqualTo(text.toString().replaceAll("\\s", ""));
        }
    }

    @Test
    void people_groups_and_everybody_are_called_by_tags() {
        assertThat(SlackText.mentions(new LinkedHashSet<>(List.of("U012AB3CD", "W1", "S0GROUP", "all"))))
                .isEqualTo("<@U012AB3CD> <@W1> <!subteam^S0GROUP> <!channel>");
    }
}
