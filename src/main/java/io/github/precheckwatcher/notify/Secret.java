package io.github.precheckwatcher.notify;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A value that no message may show. One from a file changes when the file does: ask anew at each attempt. Does not block;
 * thread safe.
 */
@FunctionalInterface
public interface Secret<T> extends Supplier<T> {
    /**
     * Why no attempt may be made with it now: what it is read from turned bad. Then that is read again, which blocks.
     *
     * @return what is wrong, with the name of the key; never the secret
     */
    default Optional<String> fault(Instant now) {
        return Optional.empty();
    }

    /** One that is made of others: as good as each of them. */
    static <T> Secret<T> of(Collection<? extends Secret<?>> parts, Supplier<T> value) {
        List<Secret<?>> kept = List.copyOf(parts);
        return new Secret<>() {
            @Override
            public T get() {
                return value.get();
            }

            @Override
            public Optional<String> fault(Instant now) {
                return kept.stream().flatMap(part -> part.fault(now).stream()).findFirst();
            }

            @Override
            public String toString() {
                return "Secret[***]";
            }
        };
    }

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
