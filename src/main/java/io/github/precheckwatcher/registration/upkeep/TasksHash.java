package io.github.precheckwatcher.registration.upkeep;

import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/**
 * Says in a few characters which prechecks are to be watched, whatever their order: two nodes whose files name the same
 * have the same hash. Names, labels and the like do not count, since nothing is removed when they differ.
 */
final class TasksHash {
    /** Stands in no part of an identity. */
    private static final char BETWEEN = '\0';

    private TasksHash() {}

    /** SHA-256 in hex. */
    static String of(Collection<WatchSpec> specs) {
        MessageDigest digest = sha256();
        specs.stream()
                .map(spec -> text(spec.identity()))
                .sorted()
                .forEach(identity -> digest.update(identity.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String text(WatchIdentity identity) {
        return identity.account()
                + BETWEEN
                + identity.ref().uniRegionId()
                + BETWEEN
                + identity.ref().instanceUuid()
                + BETWEEN
                + identity.ref().taskId()
                + BETWEEN;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows SHA-256", e);
        }
    }
}
