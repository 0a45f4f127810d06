package io.github.precheckwatcher.registration.upkeep;

import static io.github.precheckwatcher.store.StoredWatches.changed;
import static io.github.precheckwatcher.store.StoredWatches.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.watch.WatchSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TasksHashTest {
    private static final WatchSpec A = spec("a");
    private static final WatchSpec B = spec("b");

    @Test
    void the_order_of_the_files_does_not_count() {
        assertThat(TasksHash.of(List.of(A, B))).isEqualTo(TasksHash.of(List.of(B, A)));
    }

    @Test
    void what_removes_nothing_does_not_count() {
        assertThat(TasksHash.of(List.of(changed(A, A.deadline().plusSeconds(1)))))
                .isEqualTo(TasksHash.of(List.of(A)));
    }

    @Test
    void every_part_of_an_identity_and_every_task_counts() {
        List<List<WatchSpec>> different = List.of(
                List.of(),
                List.of(A),
                List.of(A, B),
                List.of(of("default", "t-b", "uuid-a", "cn-hangzhou")),
                List.of(of("default", "t-a", "uuid-b", "cn-hangzhou")),
                List.of(of("default", "t-a", "uuid-a", "cn-beijing")),
                List.of(of("overseas", "t-a", "uuid-a", "cn-hangzhou")),
                List.of(of("defaul", "t-a", "uuid-a", "tcn-hangzhou")),
                List.of(of("default", "at-", "uuid-a", "cn-hangzhou")));

        Set<String> hashes = new HashSet<>();
        different.forEach(specs -> hashes.add(TasksHash.of(specs)));

        assertThat(hashes).hasSize(different.size()).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    private static WatchSpec of(String account, String task, String instance, String region) {
        return new WatchSpec(
                A.name(),
                new PrecheckRef(task, instance, region),
                account,
                A.labels(),
                A.runbook(),
                A.notifiers(),
                A.deadline(),
                A.polling());
    }
}
