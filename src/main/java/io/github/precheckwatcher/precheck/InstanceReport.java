package io.github.precheckwatcher.precheck;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the report says of one instance.
 *
 * @param instanceId the vendor's instance id, raw
 * @param sourceType the database type, raw ({@code MSSQL}, {@code ORACLE}, {@code MYSQL} are documented)
 * @param checkTime when the instance was checked, as far as the vendor says
 * @param items the items in the vendor's order; may be empty
 */
public record InstanceReport(
        Optional<String> instanceId, Optional<String> sourceType, Optional<Instant> checkTime, List<CheckItem> items) {
    public InstanceReport {
        requireNonNull(instanceId, "instanceId");
        requireNonNull(sourceType, "sourceType");
        requireNonNull(checkTime, "checkTime");
        items = List.copyOf(items);
    }
}
