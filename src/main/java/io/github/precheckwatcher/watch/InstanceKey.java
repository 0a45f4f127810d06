package io.github.precheckwatcher.watch;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * The database instance that prechecks speak of, over all its prechecks.
 *
 * @param account the account that asks
 * @param uniRegionId the instance's region
 * @param instanceUuid the instance
 */
public record InstanceKey(String account, String uniRegionId, String instanceUuid) implements Comparable<InstanceKey> {
    private static final Comparator<InstanceKey> ORDER = Comparator.comparing(InstanceKey::account)
            .thenComparing(InstanceKey::uniRegionId)
            .thenComparing(InstanceKey::instanceUuid);

    public InstanceKey {
        requireNonNull(account, "account");
        requireNonNull(uniRegionId, "uniRegionId");
        requireNonNull(instanceUuid, "instanceUuid");
    }

    /** The instance of a watch. */
    public static InstanceKey of(WatchSpec spec) {
        return new InstanceKey(
                spec.account(), spec.ref().uniRegionId(), spec.ref().instanceUuid());
    }

    @Override
    public int compareTo(InstanceKey other) {
        return ORDER.compare(this, other);
    }
}
