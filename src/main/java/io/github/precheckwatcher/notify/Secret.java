package io.github.precheckwatcher.notify;

import java.util.function.Supplier;

/**
 * A value that no message may show. One from a file changes when the file does: ask anew at each attempt. Does not block;
 * thread safe.
 */
@FunctionalInterface
public interface Secret<T> extends Supplier<T> {
    /** One that does not change. */
    static <T> Secret<T> fixed(T value) {
        return new Secret<>() {
            @Override
            public T get() {
                return value;
            }

            @Override
            public String toString() {
                return "Secret[***]";
            }
        };
    }
}
