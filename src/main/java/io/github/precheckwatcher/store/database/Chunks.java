package io.github.precheckwatcher.store.database;

import java.util.ArrayList;
import java.util.List;

/** Cuts long lists into what one transaction takes. */
public final class Chunks {
    /** How many rows one transaction writes: enough for the database's speed, few enough for short locks. */
    public static final int SIZE = 500;

    private Chunks() {}

    public static <T> List<List<T>> of(List<T> whole) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < whole.size(); from += SIZE) {
            chunks.add(whole.subList(from, Math.min(whole.size(), from + SIZE)));
        }
        return chunks;
    }
}
