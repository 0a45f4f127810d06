package io.github.precheckwatcher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountNewsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:15:30Z");
    private static final Problem REFUSED = new Problem(
            "NoPermission", "no", Optional.of("CE50"), Optional.of("grant yundun-sas:QueryPreCheckDatabase"));
    private static final AccountRow OK = AccountRow.fresh("default", 10, NOW);
    private static final AccountRow SUSPENDED =
            OK.withState(AccountState.SUSPENDED, NOW, Optional.of(REFUSED), Optional.empty());

    @Test
    void a_suspension_is_reported_with_code_remedy_and_how_many_wait() {
        OperatorEvent event = news(OK, SUSPENDED, 37).orElseThrow();
        assertThat(event.subject()).isEqualTo("account/default");
        assertThat(event.event()).isEqualTo("account.suspended");
        assertThat(event.severity()).isEqualTo(OperatorEvent.Severity.ERROR);
        assertThat(event.summary()).isEqualTo("account default is SUSPENDED: NoPermission; 37 watches wait");
        assertThat(event.problem()).contains(REFUSED);
        assertThat(event.watches()).contains(37L);
        assertThat(news(OK, SUSPENDED, 1).orElseThrow().summary()).endsWith("1 watch waits");
    }

    @Test
    void the_recovery_is_reported_with_how_long_it_took() {
        OperatorEvent event = AccountNews.of(new WatchStore.Change(SUSPENDED, OK), () -> 37, NOW.plusSeconds(723))
                .orElseThrow();
        assertThat(event.event()).isEqualTo("account.ok");
        assertThat(event.severity()).isEqualTo(OperatorEvent.Severity.INFO);
        assertThat(event.summary()).isEqualTo("account default works again, SUSPENDED for 12m03s");
    }

    @Test
    void a_state_that_stays_is_no_news_unless_its_cause_is_another() {
        AccountRow probed = SUSPENDED.withProbe(1, NOW.plusSeconds(60));
        assertThat(news(SUSPENDED, probed, 37)).isEmpty();
        AccountRow other = SUSPENDED.withProblem(
                new Problem("InvalidAccessKeyId.NotFound", "no", Optional.empty(), Optional.empty()));
        assertThat(news(SUSPENDED, other, 37).orElseThrow().summary()).contains("InvalidAccessKeyId.NotFound");
    }

    @Test
    void throttling_is_no_news() {
        AccountRow throttled = OK.withState(AccountState.THROTTLED, NOW, Optional.empty(), Optional.empty());
        assertThat(news(OK, throttled, 3)).isEmpty();
        assertThat(news(throttled, OK, 3)).isEmpty();
        assertThat(news(SUSPENDED, throttled, 3)).isPresent();
    }

    private static Optional<OperatorEvent> news(AccountRow before, AccountRow after, long watches) {
        return AccountNews.of(new WatchStore.Change(before, after), () -> watches, NOW);
    }
}
