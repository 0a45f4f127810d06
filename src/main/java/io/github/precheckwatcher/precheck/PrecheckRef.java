package io.github.precheckwatcher.precheck;

import static java.util.Objects.requireNonNull;

/**
 * Names one precheck of the vendor: the three parameters of {@code QueryPreCheckDatabase}.
 *
 * @param taskId the vendor's task id, for example {@code t-000bc9nqwxsbyvod0001}; not blank
 * @param instanceUuid the uuid of the backup agent's instance; not blank
 * @param uniRegionId the region where the database server is, for example {@code cn-hangzhou}; not blank
 */
public record PrecheckRef(String taskId, String instanceUuid, String uniRegionId) {
    public PrecheckRef {
        requireFilled(taskId, "taskId");
        requireFilled(instanceUuid, "instanceUuid");
        requireFilled(uniRegionId, "uniRegionId");
    }

    private static void requireFilled(String value, String name) {
        if (requireNonNull(value, name).isBlank()) {
            throw new IllegalArgumentException(name + " is blank");
        }
    }
}
