package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.ACCOUNT;
import static io.github.precheckwatcher.store.StoredWatches.LEASE;
import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.SEEN;
import static io.github.precheckwatcher.store.StoredWatches.recheck;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static io.github.precheckwatcher.store.StoredWatches.specs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.ExplainedQueries;
import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchQueries;
import io.github.precheckwatcher.watch.WatchQueries.Entry;
import io.github.precheckwatcher.watch.WatchQueries.Filter;
import io.github.precheckwatcher.watch.WatchQueries.Happening;
import io.github.precheckwatcher.watch.WatchQueries.Order;
import io.github.precheckwatcher.watch.WatchQueries.Position;
import io.github.precheckwatcher.watch.WatchQueries.State;
import io.github.precheckwatcher.watch.WatchSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every WatchQueries promises, held against each database. */
abstract class WatchQueriesContract extends WatchStoreContract {
    private WatchQueries queries;

    @BeforeEach
    void openQueries() {
        queries = new JdbcWatchQueries(database.transactions());
    }

    @Test
    void a_running_watch_stands_in_the_list_with_what_was_last_seen_and_when_it_is_due() {
        store.register(List.of(spec("orders-db")), NOW, ids);
        store.record(List.of(recheck(claim(NOW).get(0), NOW.plusSeconds(7))));

        Entry entry = list(Filter.ALL, Order.NAME).get(0);

        assertThat(entry.state()).isEqualTo(State.WATCHING);
        assertThat(entry.round()).isEqualTo(1);
        assertThat(entry.end()).isEmpty();
        assertThat(entry.watch().spec()).isEqualTo(spec("orders-db"));
        assertThat(entry.watch().dueAt()).isEqualTo(NOW.plusSeconds(7));
        assertThat(entry.watch().polls()).isEqualTo(1);
        assertThat(entry.watch().lastSeen()).isEqualTo(SEEN);
        assertThat(queries.find(entry.watch().id())).hasValue(entry);
    }

    @Test
    void a_watch_that_is_being_polled_is_due_as_it_was_before_its_claim() {
        store.register(List.of(spec("orders-db")), NOW, ids);
        claim(NOW);

        assertThat(list(Filter.ALL, Order.DUE).get(0).watch().dueAt()).isEqualTo(NOW);
    }

    @Test
    void an_ended_watch_has_its_end_and_what_happened_to_it() {
        end(spec("orders-db"), Outcome.WARNING, "v1", NOW.plusSeconds(3));

        Entry entry = list(Filter.ALL, Order.NAME).get(0);

        assertThat(entry.state()).isEqualTo(State.ENDED);
        assertThat(entry.end())
                .hasValue(new WatchQueries.End(
                        Outcome.WARNING, NOW.plusSeconds(3), Optional.of("v1"), Optional.of("orders-db: WARNING")));
        String id = entry.watch().id();
        assertThat(queries.timeline(id))
                .extracting(Happening::at, Happening::kind)
                .containsExactly(tuple(NOW, "REGISTERED"), tuple(NOW.plusSeconds(3), "ENDED"));
    }

    @Test
    void what_only_a_tombstone_is_left_of_is_not_listed() {
        end(spec("orders-db"), Outcome.PASSED, "v1", NOW);
        deliverAll();
        store.expire(NOW.plusSeconds(1), List.of(spec("orders-db").identity()));

        assertThat(list(Filter.ALL, Order.NAME)).isEmpty();
        assertThat(queries.find("watch-00001")).isEmpty();
    }

    @Test
    void all_that_a_filter_says_must_hold() {
        end(spec("orders-db"), Outcome.WARNING, "v1", NOW);
        end(spec("billing-db"), Outcome.PASSED, "v2", NOW);
        store.register(List.of(spec("stock_db"), spec("stockAdb")), NOW, ids);

        assertThat(names(filter().state(State.WATCHING).build())).containsExactly("stockAdb", "stock_db");
        assertThat(names(filter().outcome(Outcome.WARNING).build())).containsExactly("orders-db");
        assertThat(names(filter().account(ACCOUNT).build())).hasSize(4);
        assertThat(names(filter().account("other").build())).isEmpty();
        assertThat(names(filter().region("cn-hangzhou").outcome(Outcome.PASSED).build()))
                .containsExactly("billing-db");
        assertThat(names(filter().region("cn-beijing").build())).isEmpty();
        assertThat(names(filter().name("*-DB").build())).containsExactly("billing-db", "orders-db");
        assertThat(names(filter().name("stock_db").build())).containsExactly("stock_db");
        assertThat(names(filter().name("orders").build())).isEmpty();
        assertThat(names(filter().text("UUID-bill").build())).containsExactly("billing-db");
        assertThat(names(filter().text("100%").build())).isEmpty();
    }

    @Test
    void a_database_type_is_compared_without_case_and_one_of_several_is_enough() {
        store.register(List.of(spec("orders"), spec("billing"), spec("stock")), NOW, ids);
        database.execute("update watch set source_type = 'MYSQL' where name = 'orders'");
        database.execute("update watch set source_type = 'MSSQL,Post_gres' where name = 'billing'");

        assertThat(names(filter().sourceType("MYSQL").build())).containsExactly("orders");
        assertThat(names(filter().sourceType("MSSQL").build())).containsExactly("billing");
        assertThat(names(filter().sourceType("post_GRES").build())).containsExactly("billing");
        assertThat(names(filter().sourceType("postXgres").build())).isEmpty();
        assertThat(names(filter().sourceType("SQL").build())).isEmpty();
    }

    @Test
    void labels_are_compared_whole_whatever_stands_in_them() {
        store.register(List.of(spec("plain"), spec("quoted"), spec("other")), NOW, ids);
        labels("plain", Map.of("env", "prod", "note", "100%_!"));
        labels("quoted", Map.of("note", "\"env\":\"prod\"", "env", "prod\\"));
        labels("other", Map.of("my-env", "prod", "env", "production"));

        assertThat(names(filter().match(LabelMatcher.parse("env=prod")).build()))
                .containsExactly("plain");
        assertThat(names(filter().match(LabelMatcher.parse("note=\"100%_!\"")).build()))
                .containsExactly("plain");
        assertThat(names(filter().match(LabelMatcher.parse("note=\"1000_!\"")).build()))
                .isEmpty();
        assertThat(names(filter().match(LabelMatcher.parse("env=\"prod\\\\\"")).build()))
                .containsExactly("quoted");
        assertThat(names(filter().match(LabelMatcher.parse("my-env=\"\"")).build()))
                .containsExactly("plain", "quoted");
        assertThat(names(filter().match(LabelMatcher.parse("env!=prod")).build()))
                .containsExactly("other", "quoted");
    }

    private void labels(String name, Map<String, String> labels) {
        database.execute("update watch set labels = '" + StoredJson.write(labels) + "' where name = '" + name + "'");
    }

    @Test
    void the_order_of_due_times_is_one_over_all_accounts_and_who_is_polled_stands_where_the_lease_ends() {
        store.openAccounts(Map.of("overseas", 10.0), NOW);
        store.register(List.of(spec("a"), spec("b"), spec("c"), spec("d")), NOW, ids);
        database.execute("update watch set account = 'overseas' where name in ('b', 'd')");
        for (String name : List.of("a", "b", "c", "d")) {
            database.execute("update watch set due_at = timestamp with time zone '2026-11-24 08:00:0"
                    + (name.charAt(0) - 'a') + "+00' where name = '" + name + "'");
        }
        claim(1);

        assertThat(list(Filter.ALL, Order.DUE))
                .extracting(entry -> entry.watch().spec().name())
                .containsExactly("b", "c", "d", "a");
        assertThat(list(Filter.ALL, Order.DUE).get(3).leasedUntil()).hasValue(NOW.plus(LEASE));
        assertThat(list(Filter.ALL, Order.DUE).get(3).watch().dueAt()).isEqualTo(NOW);
        assertThat(queries.list(filter().account("overseas").build(), Order.DUE, Optional.empty(), 1))
                .extracting(entry -> entry.watch().spec().name())
                .containsExactly("b");
        assertThat(paged(Order.DUE, 1)).hasSize(4);
        assertThat(queries.dueBefore("overseas", NOW.plusSeconds(3))).isEqualTo(1);
    }

    @Test
    void a_watch_stands_where_its_newest_name_belongs() {
        WatchSpec first = spec("a", Duration.ofMinutes(1));
        store.register(List.of(first, spec("m")), NOW, ids);
        store.register(List.of(named(first, "z")), NOW, ids);
        assertThat(ordered()).containsExactly("m", "z");

        store.conclude(List.of(
                StoredWatches.conclusion(named(claim(NOW), "z"), Outcome.TIMED_OUT, "v1", NOW.plusSeconds(60))));
        store.register(List.of(named(spec("a", Duration.ofHours(1)), "b")), NOW, ids);

        assertThat(ordered()).containsExactly("b", "m");
    }

    private List<String> ordered() {
        return list(Filter.ALL, Order.NAME).stream()
                .map(entry -> entry.watch().spec().name())
                .toList();
    }

    private static WatchSpec named(WatchSpec spec, String name) {
        return new WatchSpec(
                name,
                spec.ref(),
                spec.account(),
                spec.labels(),
                spec.runbook(),
                spec.notifiers(),
                spec.deadline(),
                spec.polling());
    }

    @Test
    void a_watch_whose_new_round_runs_is_not_among_the_ended_ones() {
        end(spec("orders", Duration.ofMinutes(1)), Outcome.TIMED_OUT, "v1", NOW);
        store.register(List.of(spec("orders", Duration.ofHours(1))), NOW, ids);
        assertThat(list(Filter.ALL, Order.ENDED)).isEmpty();
        store.conclude(List.of(StoredWatches.conclusion(claim(NOW).get(0), Outcome.PASSED, "v2", NOW.plusSeconds(1))));

        assertThat(list(Filter.ALL, Order.ENDED))
                .singleElement()
                .satisfies(entry -> assertThat(entry.end().flatMap(WatchQueries.End::verdictId))
                        .hasValue("v2"));
    }

    /** Of thousands of watches: with fewer a database may as well read them all. */
    @Test
    void every_order_is_read_along_its_index() {
        store.openAccounts(Map.of("overseas", 10.0), NOW);
        store.register(specs(5_000), NOW, ids);
        for (int i = 0; i < 5; i++) {
            store.conclude(claim(NOW).stream()
                    .map(watch -> StoredWatches.conclusion(
                            watch,
                            Outcome.PASSED,
                            "v-" + watch.id(),
                            NOW.plusSeconds(watch.id().hashCode() & 1023),
                            List.of()))
                    .toList());
        }
        database.execute("analyze");
        ExplainedQueries explained = new ExplainedQueries(database);
        WatchQueries asked = new JdbcWatchQueries(explained.transactions());
        List<Filter> usual = List.of(
                Filter.ALL,
                filter().account(ACCOUNT).build(),
                filter().region("cn-hangzhou").build(),
                filter().match(LabelMatcher.parse("env=prod")).build());

        for (Order order : Order.values()) {
            for (Filter filter : usual) {
                List<Entry> page = asked.list(filter, order, Optional.empty(), 51);
                Position last = page.get(50).position(order);
                asked.list(filter, order, Optional.of(last), 51);

                assertThat(explained.take())
                        .as(order + " " + filter)
                        .filteredOn(plan -> listsWatches(plan))
                        .hasSizeGreaterThanOrEqualTo(2)
                        .allSatisfy(plan -> assertThat(plan).satisfies(p -> readsInOrder(p, order)));
            }
        }
    }

    /** Whether this is the plan of a page and not of the verdicts or accounts beside it. */
    abstract boolean listsWatches(String plan);

    /** Fails unless the plan reads rows along the index of that order and sorts nothing but what is alike in it. */
    abstract void readsInOrder(String plan, Order order);

    @Test
    void label_matchers_look_behind_the_first_thousand_rows() {
        store.register(specs(1_200), NOW, ids);
        database.execute("update watch set labels = '{\"env\":\"test\"}' where name in ('db-00003', 'db-01100')");
        LabelMatcher test = LabelMatcher.parse("env=~\"te.*\"");

        assertThat(names(filter().match(test).build())).containsExactly("db-00003", "db-01100");
        assertThat(queries.list(filter().match(test).build(), Order.NAME, Optional.empty(), 1))
                .extracting(entry -> entry.watch().spec().name())
                .containsExactly("db-00003");
    }

    /** Few of those texts fit; many, of few; and so many different ones that the rows are matched one by one. */
    @ParameterizedTest
    @CsvSource({
        "env=~te.*,       100",
        "env!=test, 100",
        "env=~te.*, 1200",
        "env!=test, 1200",
        "env=nothing.*, 100",
        "env=~nothing.*, 1200"
    })
    void labels_are_matched_alike_however_many_different_ones_there_are(String matcher, int different) {
        store.register(specs(1_200), NOW, ids);
        database.execute(
                "update watch set labels = '{\"env\":\"prod\",\"n\":\"' || mod(cast(substring(name, 4) as integer), "
                        + different + ") || '\"}'");
        database.execute("update watch set labels = '{\"env\":\"test\"}' where name in ('db-00003', 'db-01100')");
        LabelMatcher parsed = LabelMatcher.parse(matcher);

        List<String> expected = specs(1_200).stream()
                .map(WatchSpec::name)
                .filter(name -> parsed.matches(
                        Map.of("env", List.of("db-00003", "db-01100").contains(name) ? "test" : "prod")))
                .toList();
        assertThat(names(filter().match(parsed).build())).isEqualTo(expected);
        assertThat(queries.list(filter().match(parsed).build(), Order.NAME, Optional.empty(), 7))
                .extracting(entry -> entry.watch().spec().name())
                .isEqualTo(expected.subList(0, Math.min(7, expected.size())));
    }

    @Test
    void pages_follow_each_other_in_every_order() {
        store.register(specs(7), NOW, ids);
        List<Watch> claimed = claim(NOW);
        for (int i = 0; i < 4; i++) {
            store.conclude(List.of(StoredWatches.conclusion(
                    claimed.get(i), Outcome.PASSED, "v" + i, NOW.plus(Duration.ofSeconds(i / 2)))));
        }
        store.record(List.of(recheck(claimed.get(4), NOW.plusSeconds(9)), recheck(claimed.get(5), NOW.plusSeconds(8))));

        for (Order order : Order.values()) {
            List<String> whole = list(Filter.ALL, order).stream()
                    .map(entry -> entry.watch().id())
                    .toList();
            assertThat(paged(order, 2)).as(order.name()).isEqualTo(whole);
        }
        assertThat(paged(Order.NAME, 2)).hasSize(7);
        assertThat(paged(Order.DUE, 2)).containsExactly("watch-00006", "watch-00005", "watch-00007");
        assertThat(paged(Order.ENDED, 2)).containsExactly("watch-00004", "watch-00003", "watch-00002", "watch-00001");
    }

    private List<String> paged(Order order, int size) {
        List<String> ids = new ArrayList<>();
        Optional<Position> after = Optional.empty();
        while (true) {
            List<Entry> page = queries.list(Filter.ALL, order, after, size);
            if (page.isEmpty()) {
                return ids;
            }
            page.forEach(entry -> ids.add(entry.watch().id()));
            after = Optional.of(page.get(page.size() - 1).position(order));
        }
    }

    private List<Entry> list(Filter filter, Order order) {
        return queries.list(filter, order, Optional.empty(), 10_000);
    }

    private List<String> names(Filter filter) {
        return list(filter, Order.NAME).stream()
                .map(entry -> entry.watch().spec().name())
                .sorted()
                .toList();
    }

    private static FilterBuilder filter() {
        return new FilterBuilder();
    }

    private static final class FilterBuilder {
        private Optional<State> state = Optional.empty();
        private Optional<Outcome> outcome = Optional.empty();
        private Optional<String> account = Optional.empty();
        private Optional<String> region = Optional.empty();
        private Optional<String> sourceType = Optional.empty();
        private Optional<String> name = Optional.empty();
        private Optional<String> text = Optional.empty();
        private List<LabelMatcher> matchers = List.of();

        FilterBuilder state(State value) {
            state = Optional.of(value);
            return this;
        }

        FilterBuilder outcome(Outcome value) {
            outcome = Optional.of(value);
            return this;
        }

        FilterBuilder account(String value) {
            account = Optional.of(value);
            return this;
        }

        FilterBuilder region(String value) {
            region = Optional.of(value);
            return this;
        }

        FilterBuilder sourceType(String value) {
            sourceType = Optional.of(value);
            return this;
        }

        FilterBuilder name(String value) {
            name = Optional.of(value);
            return this;
        }

        FilterBuilder text(String value) {
            text = Optional.of(value);
            return this;
        }

        FilterBuilder match(LabelMatcher value) {
            matchers = List.of(value);
            return this;
        }

        Filter build() {
            return new Filter(state, outcome, account, region, sourceType, name, text, matchers);
        }
    }
}
