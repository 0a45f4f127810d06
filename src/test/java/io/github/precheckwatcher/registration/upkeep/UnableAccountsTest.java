package io.github.precheckwatcher.registration.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.AccountState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnableAccountsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private final UnableAccounts unable = new UnableAccounts();

    @ParameterizedTest
    @EnumSource(AccountState.class)
    void an_account_that_cannot_poll_is_named_after_ten_minutes_and_not_before(AccountState state) {
        boolean gated = state == AccountState.SUSPENDED || state == AccountState.UNREACHABLE;

        assertThat(see(NOW.plus(Duration.ofMinutes(10)).minusMillis(1), row("a", state, NOW)))
                .isEmpty();
        assertThat(see(NOW.plus(Duration.ofMinutes(10)), row("a", state, NOW))).hasSize(gated ? 1 : 0);
    }

    @Test
    void another_state_in_which_it_cannot_poll_does_not_begin_the_time_anew() {
        see(NOW, row("a", AccountState.UNREACHABLE, NOW));
        Instant later = NOW.plus(Duration.ofMinutes(6));

        assertThat(see(later, row("a", AccountState.SUSPENDED, later))).isEmpty();
        assertThat(see(NOW.plus(Duration.ofMinutes(10)), row("a", AccountState.SUSPENDED, later)))
                .containsExactly("a");
    }

    @Test
    void one_that_recovered_begins_anew() {
        see(NOW, row("a", AccountState.UNREACHABLE, NOW));
        see(NOW.plus(Duration.ofMinutes(5)), row("a", AccountState.OK, NOW.plus(Duration.ofMinutes(5))));
        Instant again = NOW.plus(Duration.ofMinutes(6));

        assertThat(see(NOW.plus(Duration.ofMinutes(11)), row("a", AccountState.UNREACHABLE, again)))
                .isEmpty();
    }

    private List<String> see(Instant now, AccountRow... rows) {
        return unable.see(List.of(rows), now).stream().map(AccountRow::name).toList();
    }

    private static AccountRow row(String name, AccountState state, Instant since) {
        return AccountRow.fresh(name, 1, since).withState(state, since, Optional.empty(), Optional.empty());
    }
}
