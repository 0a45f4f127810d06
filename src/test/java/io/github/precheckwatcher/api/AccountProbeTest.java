package io.github.precheckwatcher.api;

import static io.github.precheckwatcher.store.StoredWatches.NOW;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.api.AccountProbe.Probed;
import io.github.precheckwatcher.api.ProbeAnswer.Result;
import io.github.precheckwatcher.cloud.PollResponse;
import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.Databases.Database;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import io.github.precheckwatcher.watch.Waiter;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.account.AccountCircuit;
import io.github.precheckwatcher.watch.account.AccountState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountProbeTest {
    private static final Requester BY = new Requester("local:alice", "127.0.0.1", Optional.of("granted"));

    @TempDir
    Path dir;

    private Instant now = NOW.plusSeconds(30);
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private Database database;
    private WatchStore store;
    private int pauses;
    /** What the engine does while the probe is waited for. */
    private Runnable meanwhile = () -> {};

    private final Waiter waiter = new Waiter(clock) {
        @Override
        public void pause(Duration span) {
            now = now.plus(span);
            pauses++;
            meanwhile.run();
        }
    };

    @BeforeEach
    void open() {
        database = Databases.h2(dir);
        store = new JdbcWatchStore(database.transactions());
        store.openAccounts(Map.of("default", 10.0), NOW);
        store.register(List.of(spec("orders-db")), NOW, StoredWatches.ids());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void an_account_that_answers_again_has_recovered() {
        store.changeAccount("default", StoredWatches::suspended);
        long tickets = waiter.ticket();
        meanwhile = () -> answer(new PollResult.WatchFault(problem("ServerError")), AccountState.OK);

        try (LogLines log = LogLines.of(AccountProbe.class)) {
            Probed probed = probe("default");

            assertThat(probed.result()).isEqualTo(Result.RECOVERED);
            assertThat(probed.account().state()).isEqualTo(AccountState.OK);
            assertThat(log.lines())
                    .containsExactly("INFO probe account=default state=SUSPENDED by=local:alice from=127.0.0.1"
                            + " reason=granted");
        }
        assertThat(waiter.ticket()).isGreaterThan(tickets);
    }

    @Test
    void an_account_that_is_refused_again_says_why() {
        store.changeAccount("default", StoredWatches::suspended);
        meanwhile = () -> answer(new PollResult.AccountRefused(problem("InvalidAccessKeyId.NotFound")), null);

        Probed probed = probe("default");

        assertThat(probed.result()).isEqualTo(Result.FAILED);
        assertThat(probed.account().problem().map(Problem::code)).contains("InvalidAccessKeyId.NotFound");
        assertThat(pauses).isEqualTo(1);
    }

    @Test
    void the_answer_to_a_probe_that_was_sent_before_is_not_waited_for() {
        store.changeAccount("default", StoredWatches::suspended);
        meanwhile = () -> {
            Instant sentAt = pauses < 3 ? NOW.plusSeconds(29) : now;
            store.changeAccount(
                    "default",
                    row -> AccountCircuit.after(
                            row,
                            PollResponse.of(new PollResult.AccountRefused(problem("NoPermission"))),
                            false,
                            10,
                            sentAt,
                            now));
        };

        assertThat(probe("default").result()).isEqualTo(Result.FAILED);
        assertThat(pauses).isEqualTo(3);
    }

    @Test
    void a_probe_without_an_answer_in_time_is_due() {
        store.changeAccount("default", StoredWatches::suspended);

        assertThat(probe("default").result()).isEqualTo(Result.DUE);

        assertThat(now).isEqualTo(NOW.plusSeconds(50));
    }

    @Test
    void nothing_is_waited_for_where_there_is_no_reason_to_probe() {
        assertThat(probe("default").result()).isEqualTo(Result.NOT_NEEDED);
        store.openAccounts(Map.of("idle", 10.0), NOW);
        store.changeAccount("idle", StoredWatches::suspended);
        assertThat(probe("idle").result()).isEqualTo(Result.NO_WATCH);
        assertThat(new AccountProbe(store, waiter, clock).probe("nobody", BY)).isEmpty();

        assertThat(pauses).isZero();
    }

    private Probed probe(String account) {
        return new AccountProbe(store, waiter, clock).probe(account, BY).orElseThrow();
    }

    private void answer(PollResult result, AccountState state) {
        store.changeAccount("default", row -> {
            var after = AccountCircuit.after(row, PollResponse.of(result), false, 10, now, now);
            return state == null ? after : after.withState(state, now, Optional.empty(), Optional.empty());
        });
    }

    private static Problem problem(String code) {
        return new Problem(code, "it said so", Optional.empty(), Optional.empty());
    }
}
