package io.github.precheckwatcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.api.NotifierView.MemberView;
import io.github.precheckwatcher.api.NotifierView.NotifierState;
import io.github.precheckwatcher.log.FaultLog.Fault;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.Member;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotifierViewTest {
    private static final Instant NOW = Notifications.NOW;

    @Test
    void a_notifier_that_the_daemon_cannot_work_for_is_shown_as_failing_with_what_fails() {
        NotifierView view = view(
                row(0, Optional.empty(), Optional.empty()),
                new Fault(Place.notifier("ops", "render"), NOW.minusSeconds(9), "StackOverflowError", true),
                new Fault(Place.notifier("ops", "claim"), NOW.minusSeconds(5), "NoClassDefFoundError", true));

        assertThat(view.state()).isEqualTo(NotifierState.FAILING);
        assertThat(view.since()).contains(NOW.minusSeconds(9));
        assertThat(view.error()).contains("render: StackOverflowError, claim: NoClassDefFoundError");
    }

    @Test
    void a_notifier_whose_last_attempts_failed_is_shown_as_failing_until_it_counts_as_down() {
        NotifierView failing = view(row(2, Optional.of(NOW.minusSeconds(7)), Optional.empty()));
        assertThat(failing.state()).isEqualTo(NotifierState.FAILING);
        assertThat(failing.since()).contains(NOW.minusSeconds(7));
        assertThat(failing.error()).isEmpty();

        NotifierView down = view(row(5, Optional.of(NOW.minusSeconds(7)), Optional.of(NOW.minusSeconds(2))));
        assertThat(down.state()).isEqualTo(NotifierState.DOWN);
        assertThat(down.since()).contains(NOW.minusSeconds(2));
    }

    @Test
    void a_notifier_whose_deliveries_go_out_is_ok() {
        NotifierView view = view(row(0, Optional.empty(), Optional.empty()));
        assertThat(view.state()).isEqualTo(NotifierState.OK);
        assertThat(view.since()).isEmpty();
    }

    @Test
    void the_members_of_a_cluster_are_shown_by_their_place_and_not_by_their_address() {
        NotifierRow row = row(0, Optional.empty(), Optional.empty());
        List<Member> members = List.of(new Member(1, true, NOW), new Member(2, false, NOW));
        assertThat(NotifierView.of(Optional.empty(), row, List.of(), members, Map.of(), NOW)
                        .members())
                .contains(List.of(new MemberView(1, true, NOW), new MemberView(2, false, NOW)));
        assertThat(view(row).members()).isEmpty();
    }

    private static NotifierView view(NotifierRow row, Fault... faults) {
        return NotifierView.of(Optional.of(Notifications.log("ops")), row, List.of(faults), List.of(), Map.of(), NOW);
    }

    private static NotifierRow row(int failures, Optional<Instant> failingSince, Optional<Instant> downSince) {
        return new NotifierRow(
                "ops",
                Optional.empty(),
                failures,
                failingSince,
                downSince,
                downSince,
                0,
                List.of(),
                0,
                false,
                0,
                Optional.empty());
    }
}
