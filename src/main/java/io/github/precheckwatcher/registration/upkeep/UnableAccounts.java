package io.github.precheckwatcher.registration.upkeep;

import io.github.precheckwatcher.watch.account.AccountRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Since when accounts cannot poll. A row says since when it is in its state: from SUSPENDED to UNREACHABLE that begins anew,
 * while the account still cannot poll. Not thread safe.
 */
final class UnableAccounts {
    /** An account that cannot poll for so long is trouble. */
    static final Duration TOLERATED = Duration.ofMinutes(10);

    private final Map<String, Instant> since = new HashMap<>();

    /**
     * Those that have not been able to poll for too long, by name.
     *
     * @param rows all accounts as they are now
     */
    List<AccountRow> see(Collection<AccountRow> rows, Instant now) {
        since.keySet()
                .retainAll(rows.stream()
                        .filter(AccountRow::gated)
                        .map(AccountRow::name)
                        .toList());
        rows.stream().filter(AccountRow::gated).forEach(row -> since.putIfAbsent(row.name(), row.since()));
        return rows.stream()
                .filter(AccountRow::gated)
                .filter(row -> Duration.between(since.get(row.name()), now).compareTo(TOLERATED) >= 0)
                .sorted(Comparator.comparing(AccountRow::name))
                .toList();
    }
}
