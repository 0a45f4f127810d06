package io.github.precheckwatcher.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cloud.credentials.Credentials;
import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.github.precheckwatcher.cloud.sas.SasCalls;
import io.github.precheckwatcher.precheck.ByteBudget;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargeResponsesTest {
    private static final Caller NOBODY = new Caller(
            new Credentials("a", CredentialsSource.DEFAULT_CHAIN, source -> null, Runnable::run),
            new ServerClock("a", Clock.systemUTC()));

    private final LargeResponses large = new LargeResponses();
    private final List<String> begun = new ArrayList<>();
    private final List<Attempt> attempts = IntStream.range(0, ByteBudget.LARGE_ANSWERS + 3)
            .mapToObj(i -> new Attempt("n" + i, NOBODY, SasCalls.query().action()))
            .toList();

    @Test
    void so_many_are_read_at_a_time_and_the_next_begins_when_one_ends() {
        attempts.forEach(attempt -> large.await(attempt, () -> begun.add(attempt.nonce())));
        assertThat(begun).hasSize(ByteBudget.LARGE_ANSWERS);

        large.leave(attempts.get(0));

        assertThat(begun).hasSize(ByteBudget.LARGE_ANSWERS + 1).endsWith("n" + ByteBudget.LARGE_ANSWERS);
    }

    @Test
    void one_that_ends_while_it_waits_loses_its_turn_and_makes_no_room() {
        attempts.forEach(attempt -> large.await(attempt, () -> begun.add(attempt.nonce())));
        Attempt waiting = attempts.get(ByteBudget.LARGE_ANSWERS);
        assertThat(waiting.heldUp()).isTrue();
        assertThat(attempts.get(0).heldUp()).isFalse();

        large.leave(waiting);
        assertThat(begun).hasSize(ByteBudget.LARGE_ANSWERS);
        large.leave(attempts.get(1));

        assertThat(begun).endsWith("n" + (ByteBudget.LARGE_ANSWERS + 1)).doesNotContain(waiting.nonce());
    }

    @Test
    void a_small_one_that_never_asked_makes_no_room() {
        attempts.forEach(attempt -> large.await(attempt, () -> begun.add(attempt.nonce())));

        large.leave(new Attempt("small", NOBODY, SasCalls.query().action()));

        assertThat(begun).hasSize(ByteBudget.LARGE_ANSWERS);
    }
}
