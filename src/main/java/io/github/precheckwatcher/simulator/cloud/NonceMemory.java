package io.github.precheckwatcher.simulator.cloud;

import java.time.Duration;
import java.time.Instant;

/**
 * Remembers nonces for at least 15 minutes (and at most 30), in bounded memory: 64-bit fingerprints in two
 * generations. More than two million nonces in one generation end it early, so under such a load a nonce is
 * remembered for the last two million calls.
 */
final class NonceMemory {
    private static final Duration GENERATION = Duration.ofMinutes(15);
    private static final int LARGEST = 1 << 21;

    private Instant since;
    private Fingerprints young = new Fingerprints();
    private Fingerprints old = new Fingerprints();

    NonceMemory(Instant now) {
        this.since = now;
    }

    /** Remembers the nonce; false when it is remembered already. */
    synchronized boolean add(String nonce, Instant now) {
        if (!now.isBefore(since.plus(GENERATION.multipliedBy(2)))) {
            young = new Fingerprints();
            turn(now);
        } else if (!now.isBefore(since.plus(GENERATION)) || young.size == LARGEST) {
            turn(now);
        }
        long fingerprint = fingerprint(nonce);
        return !old.contains(fingerprint) && young.add(fingerprint);
    }

    private void turn(Instant now) {
        old = young;
        young = new Fingerprints();
        since = now;
    }

    // FNV-1a over the characters, then the finalizer of MurmurHash3; never 0, which marks a free place
    private static long fingerprint(String nonce) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < nonce.length(); i++) {
            hash = (hash ^ nonce.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }

    /** An open-addressed set of longs other than 0. */
    private static final class Fingerprints {
        private long[] places = new long[1024];
        private int size;

        boolean contains(long value) {
            return places[place(places, value)] == value;
        }

        boolean add(long value) {
            int at = place(places, value);
            if (places[at] == value) {
                return false;
            }
            places[at] = value;
            if (++size * 2 > places.length) {
                grow();
            }
            return true;
        }

        private void grow() {
            long[] wider = new long[places.length * 2];
            for (long value : places) {
                if (value != 0) {
                    wider[place(wider, value)] = value;
                }
            }
            places = wider;
        }

        private static int place(long[] places, long value) {
            int mask = places.length - 1;
            int at = (int) value & mask;
            while (places[at] != 0 && places[at] != value) {
                at = (at + 1) & mask;
            }
            return at;
        }
    }
}
