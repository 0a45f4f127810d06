package io.github.precheckwatcher.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Constants are read; nothing that would have to be run is. */
class ScriptValuesTest {
    @Test
    void each_kind_of_constant_is_read() {
        ScriptValues line =
                new ScriptValues("('it''s (\"1\"), ', U&'\\4e2d \\\\ \\+01f600 '' \\000a', NULL, TRUE, FALSE, -5,"
                        + " 1.0E-300, TIMESTAMP WITH TIME ZONE '2026-11-24 08:00:00.123456+05:30', ''),   ");

        assertThat(line.row())
                .containsExactly(
                        "it's (\"1\"), ",
                        "\u4e2d \\ \ud83d\ude00 ' \n",
                        null,
                        true,
                        false,
                        new BigDecimal("-5"),
                        new BigDecimal("1.0E-300"),
                        OffsetDateTime.parse("2026-11-24T08:00:00.123456+05:30"),
                        "");
        assertThat(line.statementEnds()).isFalse();
    }

    @Test
    void a_semicolon_ends_the_statement() {
        ScriptValues line = new ScriptValues("(1);    ");

        assertThat(line.row()).hasSize(1);
        assertThat(line.statementEnds()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(FILE_READ('/etc/passwd'));",
                "(1 + 1);",
                "((select 1));",
                "('a' || 'b');",
                "(DEFAULT);",
                "(1,2);",
                "()",
                "(1",
                "('open);",
                "(1) ; drop table watch",
                "(1); (2);",
                "(1)",
                "(X'00');",
                "(U&'\\00');",
                "(U&'\\+ffffff');",
                "(TIMESTAMP WITH TIME ZONE 'yesterday');",
                "(--1);",
                "(CAST(1 AS BIGINT));",
                "1);",
                "",
                "drop table watch;"
            })
    void everything_else_is_refused(String text) {
        assertThatThrownBy(() -> {
                    ScriptValues line = new ScriptValues(text);
                    line.row();
                    line.statementEnds();
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("something else than constants");
    }
}
