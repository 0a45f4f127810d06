package io.github.precheckwatcher.simulator.cloud;

import java.util.concurrent.atomic.AtomicLong;

/** Request ids in the vendor's form (upper-case UUIDs), all different within one run and the same in every run. */
final class RequestIds {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final AtomicLong count = new AtomicLong();

    String next() {
        long n = count.incrementAndGet();
        char[] text = new char[36];
        // the first half looks random, the second counts: both together can never repeat
        long mixed = n * 0x9e3779b97f4a7c15L;
        for (int i = 0, nibble = 0; i < 36; i++) {
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                text[i] = '-';
                continue;
            }
            long half = nibble < 16 ? mixed : n;
            text[i] = HEX[(int) (half >>> (60 - (nibble & 15) * 4)) & 15];
            nibble++;
        }
        return new String(text);
    }
}
