package io.github.precheckwatcher.notify.alert;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What an alert is about, and who is notified: one alert a notifier and database instance, whatever precheck it was.
 *
 * @param notifier the notifier's name
 * @param account whose instance it is
 * @param region the vendor's region id
 * @param instance the vendor's instance UUID
 */
public record AlertKey(String notifier, String account, String region, String instance) {
    private static final String SEPARATOR = "\u001f";

    public AlertKey {
        requireNonNull(notifier, "notifier");
        requireNonNull(account, "account");
        requireNonNull(region, "region");
        requireNonNull(instance, "instance");
    }

    /** A name for the row: the same key gives the same id on every node. */
    public String id() {
        String whole = String.join(SEPARATOR, notifier, account, region, instance);
        return UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
