package io.github.precheckwatcher.cloud.answer;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The top-level fields that are read of an answer: the gateway's own and the action's. The vendor's SDKs accept their names
 * in other cases, too; the documented one wins.
 */
public final class ResponseFields {
    public static final String CODE = "Code";
    public static final String MESSAGE = "Message";
    public static final String REQUEST_ID = "RequestId";
    /** What every answer may have, and all that an error has. */
    static final ResponseFields GATEWAY = of();

    private final Map<String, Field> byName;

    /**
     * A field.
     *
     * @param name as documented
     * @param anyValue whether an object or array is kept, too, as its text; else scalars alone
     */
    record Field(String name, boolean anyValue) {}

    private ResponseFields(Stream<Field> fields) {
        this.byName = fields.collect(Collectors.toUnmodifiableMap(f -> normal(f.name), Function.identity()));
    }

    /** The gateway's fields and these, of which scalars are read. */
    public static ResponseFields of(String... names) {
        return new ResponseFields(Stream.concat(Stream.of(CODE, MESSAGE, REQUEST_ID), Stream.of(names))
                .distinct()
                .map(name -> new Field(name, false)));
    }

    /** These, and one whose value may be any JSON. */
    public ResponseFields withAny(String name) {
        return new ResponseFields(Stream.concat(byName.values().stream(), Stream.of(new Field(name, true))));
    }

    /** The field that a name stands for, whatever its case. */
    Optional<Field> named(String name) {
        return Optional.ofNullable(byName.get(normal(name)));
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
