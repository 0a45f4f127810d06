package io.github.precheckwatcher.precheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorTextTest {
    @Test
    void well_formed_text_stays_the_very_same() {
        String text = "数据库 🐘\n\t";

        assertThat(VendorText.wellFormed(text)).isSameAs(text);
    }

    @Test
    void what_cannot_be_written_is_replaced_and_nothing_else() {
        assertThat(VendorText.wellFormed("a\uD800b\uDC00\u0000🐘\uD83D")).isEqualTo("a\uFFFDb\uFFFD\uFFFD🐘\uFFFD");
    }

    @ParameterizedTest
    @CsvSource({
        "0x200B, U+200B", "0x200C, U+200C", "0x200D, U+200D", "0x2060, U+2060", "0xFEFF, U+FEFF", "0x00AD, U+00AD",
        "0x202E, U+202E", "0x2066, U+2066", "0x2069, U+2069", "0x200F, U+200F", "0x061C, U+061C", "0x180E, U+180E",
        "0x3164, U+3164", "0x034F, U+034F", "0xE0041, U+E0041", "0xE0101, U+E0101", "0x2028, U+2028", "0x0007, U+0007",
        "0x001B, U+001B", "0x0085, U+0085"
    })
    void a_character_that_nobody_sees_is_shown_by_its_code(String c, String code) {
        String text = "db" + Character.toString(Integer.decode(c)) + "1";

        assertThat(VendorText.shown(text)).isEqualTo("db‹" + code + "›1");
    }

    @Test
    void what_can_be_seen_and_what_parts_lines_stays() {
        String text = "orders-db é 数据库 🐘 ⚠\uFE0F a b\tc\nd\r\n \u00A0 عربي";

        assertThat(VendorText.shown(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({"0,''", "1,a", "2,a", "3,aé", "5,aé", "6,aé数", "9,aé数", "10,aé数🐘", "11,aé数🐘b", "99,aé数🐘b"})
    void a_cut_falls_between_two_code_points(int bytes, String expected) {
        assertThat(VendorText.cut("aé数🐘b", bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void a_cut_never_takes_more_bytes_than_its_limit(int bytes) {
        String cut = VendorText.cut("\uD800\u0000é数\uDC00", bytes);

        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(bytes);
        assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(cut);
    }

    @ParameterizedTest
    @CsvSource({
        "5, hello, hello",
        "4, hello, hel…",
        "1, hello, …",
        "1, h, h",
        "5, 'hello  ', hello",
        "7, 'hello   you', hello …",
        "6, 'hello you', hello…",
        "9, ' hello you', hello you",
        "2, 🐘🐘🐘, 🐘…",
    })
    void a_line_is_cut_by_code_points_and_says_so(int limit, String text, String expected) {
        String line = VendorText.oneLine(text, limit);

        assertThat(line).isEqualTo(expected);
        assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n", "\r\n", "\u0000", "\u001B", "\u007F", "\u0085", "\u00A0", "\u2028", "\u2029", "\u202E", "\u2066",
                "\u200F", "\uFEFF", "\u3000", " \t "
            })
    void line_breaks_control_characters_and_bidirectional_marks_become_one_space(String between) {
        assertThat(VendorText.oneLine(between + "a" + between + between + "b" + between, 10))
                .isEqualTo("a b");
    }
}
