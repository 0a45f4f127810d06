package io.github.precheckwatcher.notify.kind.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeishuMarkdownTest {
    static Stream<Arguments> texts() {
        return Stream.of(
                arguments("orders-db", "orders-db"),
                arguments("MYSQL_BINLOG", "MYSQL&#95;BINLOG"),
                arguments("<at id=all></at>", "&#60;at id=all&#62;&#60;/at&#62;"),
                arguments("[x](https://evil.example)", "&#91;x&#93;(https&#58;//evil.example)"),
                arguments("**bold**", "&#42;&#42;bold&#42;&#42;"),
                arguments("`code` ~~gone~~", "&#96;code&#96; &#126;&#126;gone&#126;&#126;"),
                arguments(":OK: and 08:15 but a: b", "&#58;OK: and 08&#58;15 but a: b"),
                arguments("- list", "&#45; list"),
                arguments("R&D & &lt; &#60;", "R&#38;D & &#38;lt; &#38;#60;"),
                arguments("${urlVal} \\*", "&#36;{urlVal} &#92;&#42;"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void what_means_something_in_markdown_is_written_as_its_number(String text, String expected) {
        assertThat(FeishuMarkdown.escape(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\u2028b", "a\u0000b", "a\u202eb", "a\tb"})
    void a_text_stays_on_its_line(String text) {
        assertThat(FeishuMarkdown.escape(text)).isEqualTo("a b");
    }

    @Test
    void the_address_of_a_page_keeps_its_ampersands() {
        assertThat(FeishuMarkdown.escape("&")).isEqualTo("&");
    }

    @Test
    void white_space_of_our_own_words_stays() {
        assertThat(FeishuMarkdown.escape(": ")).isEqualTo(": ");
        assertThat(FeishuMarkdown.escape(" and ")).isEqualTo(" and ");
    }

    @Test
    void whatever_comes_shows_as_it_came_and_holds_nothing_active() {
        var random = new Random(11);
        String alphabet = "ab<>[]()*_~`:&#;-+$\\/ \"'=@1";
        Pattern active = Pattern.compile("[<>*_~`\\[\\]$\\\\]|:\\S");
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(30); n >= 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String escaped = FeishuMarkdown.escape(text.toString());
            String numbered = escaped.replaceAll("&#\\d+;", "");
            assertThat(active.matcher(numbered).find()).as(escaped).isFalse();
            assertThat(decoded(escaped)).isEqualTo(text.toString());
        }
    }

    @Test
    void people_are_called_by_tags() {
        assertThat(FeishuMarkdown.mentions(new LinkedHashSet<>(List.of("ou_1", "b6xx"))))
                .isEqualTo("<at id=ou_1></at> <at id=b6xx></at>");
    }

    private static String decoded(String escaped) {
        return Pattern.compile("&#(\\d+);")
                .matcher(escaped)
                .replaceAll(number -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(number.group(1)))));
    }
}
