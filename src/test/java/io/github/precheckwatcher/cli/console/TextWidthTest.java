package io.github.precheckwatcher.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {
    @ParameterizedTest
    @CsvSource({"orders, 6", "订单, 4", "ｱ, 1", "Ａ, 2", "가, 2", "\uD83D\uDE00, 2", "u\u0308, 1", "\uD840\uDC00, 2", "é, 1"
    })
    void a_text_takes_as_many_columns_as_a_terminal_shows(String text, int columns) {
        assertThat(TextWidth.of(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({
        "orders-db, 9, orders-db",
        "orders-db, 8, order...",
        "orders-db, 3, ord",
        "订单库, 6, 订单库",
        "订单库, 5, 订...",
        "订单库, 4, ...",
        "订单库, 3, 订",
        "u\u0308u\u0308u\u0308u\u0308u\u0308, 4, u\u0308...",
        "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00, 5, \uD83D\uDE00..."
    })
    void a_cut_is_between_characters_and_says_so(String text, int columns, String cut) {
        assertThat(TextWidth.cut(text, columns)).isEqualTo(cut);
    }

    @Test
    void lines_break_between_words_and_where_there_is_none_within() {
        assertThat(TextWidth.wrap("switch binlog on, then retry", 10))
                .containsExactly("switch", "binlog on,", "then retry");
        assertThat(TextWidth.wrap("MYSQL_BINLOG_FORMAT", 8)).containsExactly("MYSQL_BI", "NLOG_FOR", "MAT");
        assertThat(TextWidth.wrap("恢复模式不符合", 5)).containsExactly("恢复", "模式", "不符", "合");
        assertThat(TextWidth.wrap("", 5)).containsExactly("");
    }
}
