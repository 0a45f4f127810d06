package io.github.precheckwatcher.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cli.console.Table.Column;
import io.github.precheckwatcher.cli.console.Table.Kind;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("NAME", Kind.KEY),
            new Column("STATE", Kind.STATE),
            new Column("WHEN", Kind.EXACT),
            new Column("NOTE", Kind.TEXT));

    private static final Table ORDERS = new Table(
            COLUMNS,
            List.of(
                    List.of("orders-db", "FAILED", "ended 24h ago", "orders-db: 1 of 2 checks passed"),
                    List.of("billing", "WATCHING", "poll in 14s", "")));

    @Test
    void a_pipe_gets_everything() {
        assertThat(ORDERS.fitted(Terminal.NONE).lines())
                .containsExactly(
                        "NAME       STATE     WHEN           NOTE",
                        "orders-db  FAILED    ended 24h ago  orders-db: 1 of 2 checks passed",
                        "billing    WATCHING  poll in 14s");
    }

    @Test
    void words_are_cut_first() {
        assertThat(ORDERS.fitted(wide(50)).lines())
                .containsExactly(
                        "NAME       STATE     WHEN           NOTE",
                        "orders-db  FAILED    ended 24h ago  orders-db: ...",
                        "billing    WATCHING  poll in 14s");
    }

    @Test
    void what_has_no_room_is_left_out_before_a_name_or_a_state_is_cut() {
        assertThat(ORDERS.fitted(wide(34)).lines())
                .containsExactly(
                        "NAME       STATE     WHEN",
                        "orders-db  FAILED    ended 24h ago",
                        "billing    WATCHING  poll in 14s");
        assertThat(ORDERS.fitted(wide(20)).lines())
                .containsExactly("NAME       STATE", "orders-db  FAILED", "billing    WATCHING");
        assertThat(ORDERS.fitted(wide(14)).lines())
                .containsExactly("NAME      S...", "order...  F...", "billing   W...");
    }

    @Test
    void a_wide_column_that_is_left_out_makes_room_for_others() {
        Table table = new Table(
                List.of(
                        new Column("NAME", Kind.KEY),
                        new Column("SHORT", Kind.EXACT),
                        new Column("LONG", Kind.EXACT),
                        new Column("NOTE", Kind.TEXT)),
                List.of(List.of("a", "b", "c".repeat(40), "some words")));

        assertThat(table.fitted(wide(30)).lines()).containsExactly("NAME  SHORT  NOTE", "a     b      some words");
    }

    @Test
    void the_whole_table_leaves_no_column_out() {
        assertThat(ORDERS.whole(wide(40)).lines())
                .containsExactly(
                        "NAME       STATE     WHEN           NOTE",
                        "orders-db  FAILED    ended 24h ago  orders-...",
                        "billing    WATCHING  poll in 14s");
    }

    @Test
    void wrapped_words_go_on_below() {
        assertThat(ORDERS.wrapped(wide(48)).lines())
                .containsExactly(
                        "NAME       STATE     WHEN           NOTE",
                        "orders-db  FAILED    ended 24h ago  orders-db: 1",
                        "                                    of 2 checks",
                        "                                    passed",
                        "billing    WATCHING  poll in 14s");
    }

    @Test
    void states_are_coloured_where_colours_are_wanted_and_nothing_else_is() {
        Terminal coloured = wide(80).coloured(true);

        assertThat(ORDERS.fitted(coloured).lines())
                .containsExactly(
                        "NAME       STATE     WHEN           NOTE",
                        "orders-db  \u001b[31mFAILED\u001b[39m    ended 24h ago  orders-db: 1 of 2 checks passed",
                        "billing    WATCHING  poll in 14s");
        assertThat(ORDERS.fitted(wide(80))).doesNotContain("\u001b");
    }

    @Test
    void wide_characters_count_double() {
        Table table = new Table(
                List.of(new Column("NAME", Kind.KEY), new Column("NOTE", Kind.TEXT)),
                List.of(List.of("订单库", "恢复模式不符合要求，请修改"), List.of("orders", "ok")));

        assertThat(table.fitted(Terminal.NONE).lines())
                .containsExactly("NAME    NOTE", "订单库  恢复模式不符合要求，请修改", "orders  ok");
        assertThat(table.fitted(wide(20)).lines()).containsExactly("NAME    NOTE", "订单库  恢复模式...", "orders  ok");
    }

    @Test
    void what_could_write_over_other_lines_or_turn_them_is_not_shown() {
        Table table = new Table(
                List.of(new Column("NAME", Kind.KEY)),
                List.of(List.of("a\u001b[2Jb"), List.of("a\u202Eb"), List.of("a\r\nb"), List.of("a\u009Bb")));

        assertThat(table.fitted(wide(80)).lines()).containsExactly("NAME", "a [2Jb", "a b", "a b", "a b");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void no_line_is_wider_than_the_terminal_whatever_stands_in_it(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Column> columns = IntStream.range(0, 1 + random.nextInt(8))
                    .mapToObj(i -> new Column(word(random, 12), Kind.values()[random.nextInt(4)]))
                    .toList();
            Table table = new Table(
                    columns,
                    IntStream.range(0, random.nextInt(4))
                            .mapToObj(row -> columns.stream()
                                    .map(column -> word(random, 60))
                                    .toList())
                            .toList());
            int room = 1 + random.nextInt(100);

            assertThat(table.fitted(wide(room)).lines())
                    .as("seed %d, round %d, %d columns", seed, round, room)
                    .allMatch(line -> TextWidth.of(line) <= room);
        }
    }

    private static String word(Random random, int longest) {
        String characters = "abc ABC-订単ü\uD83D\uDE00\u0301";
        int[] points = characters.codePoints().toArray();
        return random.ints(random.nextInt(longest + 1), 0, points.length)
                .map(i -> points[i])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Terminal wide(int columns) {
        return new Terminal(OptionalInt.of(columns), false);
    }
}
