package io.github.precheckwatcher.notify;

import java.util.function.Supplier;

/**
 * A value that no message may show. One from a file changes when the file does: ask anew at each attempt. Two that do not
 * change are equal when their values are; one from a file equals itself alone. Does not block; thread safe.
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
            public boolean equals(Object other) {
                return other instanceof Secret<?> secret
                        && other.getClass() == getClass()
                        && value.equals(secret.get());
            }

            @Override
            public int hashCode() {
                return value.hashCode();
            }

            @Override
            public String toString() {
                return "Secret[***]";
            }
        };
    }
}
