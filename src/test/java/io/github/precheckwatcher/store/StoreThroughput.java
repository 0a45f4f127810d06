package io.github.precheckwatcher.store;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchStore.Conclusion;
import io.github.precheckwatcher.watch.WatchStore.Recheck;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Measures the store alone: how many watches a second are registered, claimed and written back, and concluded, by one
 * thread in batches of 500 among 10,000 watches. Arguments: {@code h2}, {@code postgresql} or both (the default), and
 * how many rounds over all watches (default 5). Run from the project's root with the test class path.
 */
public final class StoreThroughput {
    private static final int WATCHES = 10_000;
    private static final int BATCH = 500;
    private static final double NANOS = 1e9;

    private final JdbcWatchStore store;
    private final String name;
    private final PrintStream out;

    private StoreThroughput(String name, Databases.Database database, PrintStream out) {
        this.store = new JdbcWatchStore(database.transactions());
        this.name = name;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        List<String> which = new ArrayList<>();
        int rounds = 5;
        for (String arg : args) {
            if (arg.matches("\\d+")) {
                rounds = Integer.parseInt(arg);
            } else {
                which.add(arg);
            }
        }
        if (which.isEmpty() || which.contains("h2")) {
            Path dir = Files.createTempDirectory("store-throughput");
            try (Databases.Database h2 = Databases.h2(dir)) {
                new StoreThroughput("h2", h2, System.out).measure(rounds);
            }
        }
        if (which.isEmpty() || which.contains("postgresql")) {
            try (Databases.Database postgresql = Databases.postgresql()) {
                new StoreThroughput("postgresql", postgresql, System.out).measure(rounds);
            }
        }
    }

    private void measure(int rounds) {
        Supplier<String> ids = () -> UUID.randomUUID().toString();
        store.openAccounts(Map.of(StoredWatches.ACCOUNT, 1e6), StoredWatches.NOW);
        report("register", () -> {
            store.register(StoredWatches.specs(WATCHES), StoredWatches.NOW, ids);
            return WATCHES;
        });
        report("register again", () -> {
            store.register(StoredWatches.specs(WATCHES), StoredWatches.NOW, ids);
            return WATCHES;
        });
        for (int round = 1; round <= rounds; round++) {
            Instant now = StoredWatches.NOW.plusSeconds(round * 60L);
            report("claim and write back, round " + round, () -> goOver(now));
        }
        Instant end = StoredWatches.NOW.plusSeconds(rounds * 60L + 60);
        report("claim and conclude with two deliveries", () -> conclude(end));
    }

    private int goOver(Instant now) {
        int rows = 0;
        List<Watch> watches = claim(now);
        while (!watches.isEmpty()) {
            List<Recheck> rechecks = watches.stream()
                    .map(w -> StoredWatches.recheck(w, now.plusMillis(1000 + w.id().hashCode() % 1000)))
                    .toList();
            store.record(rechecks);
            rows += watches.size();
            watches = claim(now);
        }
        return rows;
    }

    private int conclude(Instant now) {
        int rows = 0;
        List<Watch> watches = claim(now);
        while (!watches.isEmpty()) {
            store.conclude(watches.stream().map(w -> conclusion(w, now)).toList());
            rows += watches.size();
            watches = claim(now);
        }
        return rows;
    }

    private static Conclusion conclusion(Watch watch, Instant now) {
        String verdict = UUID.randomUUID().toString();
        return StoredWatches.conclusion(
                watch,
                Outcome.PASSED,
                verdict,
                now,
                List.of(StoredWatches.delivery(verdict, "log", now), StoredWatches.delivery(verdict, "ops", now)));
    }

    private List<Watch> claim(Instant now) {
        return store.claim(StoredWatches.ACCOUNT, StoredWatches.open(BATCH), now, StoredWatches.LEASE, BATCH)
                .watches();
    }

    private void report(String what, Supplier<Integer> work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpuBefore = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        int rows = work.get();
        double seconds = (System.nanoTime() - start) / NANOS;
        double cpu = (threads.getCurrentThreadCpuTime() - cpuBefore) / NANOS;
        out.printf(
                "%-10s %-38s %,7d rows %6.2f s %,7.0f rows/s, own CPU %6.2f s%n",
                name, what, rows, seconds, rows / seconds, cpu);
    }
}
