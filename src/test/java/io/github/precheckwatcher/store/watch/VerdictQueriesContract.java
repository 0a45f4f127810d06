package io.github.precheckwatcher.store.watch;

import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static io.github.precheckwatcher.store.StoredWatches.specs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.event.PagePosition;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.ExplainedQueries;
import io.github.precheckwatcher.watch.VerdictQueries;
import io.github.precheckwatcher.watch.VerdictQueries.Concluded;
import io.github.precheckwatcher.watch.VerdictQueries.Filter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every VerdictQueries promises, held against each database. */
abstract class VerdictQueriesContract extends WatchStoreContract {
    private VerdictQueries queries;

    @BeforeEach
    void openQueries() {
        queries = new JdbcVerdictQueries(database.transactions());
    }

    @Test
    void a_verdict_stands_in_the_list_with_what_it_came_to() {
        end(spec("orders-db"), Outcome.WARNING, "v1", NOW.plusSeconds(3));

        Concluded verdict = queries.list(Filter.ALL, Optional.empty(), 9).get(0);

        assertThat(verdict.watchId()).isEqualTo("watch-00001");
        assertThat(verdict.name()).isEqualTo("orders-db");
        assertThat(verdict.labels()).isEqualTo(spec("orders-db").labels());
        assertThat(verdict.ref()).isEqualTo(spec("orders-db").ref());
        assertThat(verdict.round()).isEqualTo(1);
        assertThat(verdict.polls()).isEqualTo(1);
        assertThat(verdict.startedAt()).hasValue(NOW);
        assertThat(verdict.outcome()).isEqualTo(Outcome.WARNING);
        assertThat(verdict.checks().checks()).isEqualTo(2);
        assertThat(verdict.notPassed()).extracting(CheckItem::item).containsExactly("MYSQL_VERSION");
        assertThat(verdict.requestId()).hasValue("CE500770");
    }

    @Test
    void a_verdict_is_found_whole_by_its_id_as_long_as_it_is_kept() {
        end(spec("orders-db"), Outcome.WARNING, "v1", NOW.plusSeconds(3));

        assertThat(queries.find("v1")).hasValueSatisfying(ended -> {
            assertThat(ended.watchId()).isEqualTo("watch-00001");
            assertThat(ended.startedAt()).hasValue(NOW);
            assertThat(ended.verdict().id()).isEqualTo("v1");
            assertThat(ended.verdict().ref()).isEqualTo(spec("orders-db").ref());
            assertThat(ended.verdict().instances()).isNotEmpty();
        });
        assertThat(queries.find("v2")).isEmpty();

        deliverAll();
        store.expire(NOW.plusSeconds(4), List.of(spec("orders-db").identity()));

        assertThat(queries.find("v1")).isEmpty();
        assertThat(queries.list(Filter.ALL, Optional.empty(), 9)).isEmpty();
    }

    @Test
    void every_round_has_its_verdict_and_its_own_beginning() {
        end(spec("orders-db", Duration.ofHours(1)), Outcome.TIMED_OUT, "v1", NOW.plusSeconds(3_600));
        Instant again = NOW.plusSeconds(7_200);
        store.register(List.of(spec("orders-db", Duration.ofHours(3))), again, ids);
        store.conclude(
                List.of(StoredWatches.conclusion(claim(again).get(0), Outcome.PASSED, "v2", again.plusSeconds(5))));

        assertThat(queries.list(Filter.ALL, Optional.empty(), 9))
                .extracting(Concluded::id, Concluded::round, Concluded::startedAt)
                .containsExactly(tuple("v2", 2, Optional.of(again)), tuple("v1", 1, Optional.of(NOW)));
    }

    @Test
    void verdicts_are_listed_the_newest_first_page_by_page_even_among_those_of_one_moment() {
        verdicts(7);
        List<String> seen = new ArrayList<>();
        List<Concluded> page = queries.list(Filter.ALL, Optional.empty(), 2);
        while (!page.isEmpty()) {
            page.forEach(verdict -> seen.add(verdict.id()));
            page = queries.list(
                    Filter.ALL, Optional.of(page.get(page.size() - 1).position()), 2);
        }

        assertThat(seen).containsExactly("v00006", "v00005", "v00004", "v00003", "v00002", "v00001", "v00000");
    }

    @Test
    void a_long_list_of_verdicts_is_read_in_parts() {
        verdicts(350);

        assertThat(queries.list(Filter.ALL, Optional.empty(), 301)).hasSize(301);
        assertThat(queries.list(Filter.ALL, Optional.empty(), 999)).hasSize(350);
    }

    @Test
    void all_that_a_filter_of_verdicts_says_must_hold() {
        end(spec("orders-db"), Outcome.WARNING, "v1", NOW.plusSeconds(1));
        end(spec("billing-db"), Outcome.PASSED, "v2", NOW.plusSeconds(2));
        end(spec("stock_db"), Outcome.PASSED, "v3", NOW.plusSeconds(3));
        Optional<String> none = Optional.empty();

        assertThat(verdicts(Optional.of(NOW.plusSeconds(2)), none, none, none)).containsExactly("v3", "v2");
        assertThat(verdicts(Optional.empty(), Optional.of("default"), none, none))
                .hasSize(3);
        assertThat(verdicts(Optional.empty(), Optional.of("other"), none, none)).isEmpty();
        assertThat(verdicts(Optional.empty(), none, Optional.of("*-DB"), none)).containsExactly("v2", "v1");
        assertThat(verdicts(Optional.empty(), none, Optional.of("stock_db"), none))
                .containsExactly("v3");
        assertThat(verdicts(Optional.empty(), none, none, Optional.of("UUID-bill")))
                .containsExactly("v2");
        assertThat(verdicts(Optional.of(NOW.plusSeconds(2)), none, Optional.of("o*"), none))
                .isEmpty();
        assertThat(verdicts(new Filter(
                        Optional.empty(),
                        Optional.of(NOW.plusSeconds(3)),
                        Optional.of(Outcome.PASSED),
                        none,
                        Optional.of("cn-hangzhou"),
                        none,
                        none,
                        List.of())))
                .containsExactly("v2");
    }

    @Test
    void label_matchers_of_verdicts_look_behind_the_first_parts() {
        verdicts(350);
        database.execute("update watch set labels = '{\"env\":\"test\"}' where name in ('db-00003', 'db-00340')");
        Optional<String> none = Optional.empty();
        Filter test = new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                none,
                none,
                none,
                none,
                List.of(LabelMatcher.parse("env=test")));

        assertThat(verdicts(test)).containsExactly("v00340", "v00003");
        assertThat(queries.list(test, Optional.empty(), 1))
                .extracting(Concluded::id)
                .containsExactly("v00340");
    }

    @Test
    void a_part_of_the_verdicts_comes_in_the_order_of_an_index_whatever_is_asked_of_their_watches() {
        verdicts(3_000);
        database.execute("analyze");
        var plans = new ExplainedQueries(database);
        VerdictQueries explained = new JdbcVerdictQueries(plans.transactions());
        Optional<String> none = Optional.empty();
        PagePosition deep = new PagePosition(NOW.plusSeconds(500), "v01500");

        explained.list(Filter.ALL, Optional.empty(), 50);
        explained.list(Filter.ALL, Optional.of(deep), 50);
        explained.list(
                new Filter(
                        Optional.of(NOW),
                        Optional.of(NOW.plusSeconds(5_000)),
                        Optional.empty(),
                        Optional.of("default"),
                        none,
                        Optional.of("db-*"),
                        none,
                        List.of()),
                Optional.empty(),
                50);

        assertThat(plans.take())
                .filteredOn(plan -> plan.toLowerCase(Locale.ROOT).contains("limit")
                        || plan.toLowerCase(Locale.ROOT).contains("fetch first"))
                .hasSize(3)
                .allSatisfy(this::assertWalksVerdictsByTime);
    }

    /** Fails unless the plan reads verdicts along the index of their times. */
    abstract void assertWalksVerdictsByTime(String plan);

    /** One a watch, three of each moment. */
    private void verdicts(int count) {
        store.register(specs(count), NOW, ids);
        for (int done = 0; done < count; done += 500) {
            store.conclude(claim(NOW).stream()
                    .map(watch -> {
                        int number = Integer.parseInt(watch.spec().name().substring(3));
                        return StoredWatches.conclusion(
                                watch,
                                Outcome.PASSED,
                                "v%05d".formatted(number),
                                NOW.plusSeconds(number / 3),
                                List.of());
                    })
                    .toList());
        }
    }

    private List<String> verdicts(
            Optional<Instant> since, Optional<String> account, Optional<String> name, Optional<String> text) {
        return verdicts(new Filter(
                since, Optional.empty(), Optional.empty(), account, Optional.empty(), name, text, List.of()));
    }

    private List<String> verdicts(Filter filter) {
        return queries.list(filter, Optional.empty(), 10_000).stream()
                .map(Concluded::id)
                .toList();
    }
}
