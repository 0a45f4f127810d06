package io.github.precheckwatcher.precheck;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All documented check items of all products: what {@link KnownChecks} there are. */
public final class CheckCatalog {
    private static final List<CheckDescription> ALL =
            ServiceLoader.load(KnownChecks.class, CheckCatalog.class.getClassLoader()).stream()
                    .flatMap(product -> product.get().all().stream())
                    .toList();
    private static final Map<String, CheckDescription> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(d -> Words.normal(d.item()), Function.identity()));

    private CheckCatalog() {}

    /** The description of an item by its raw name, compared as {@link Words} compares; empty for an unheard-of item. */
    public static Optional<CheckDescription> find(String item) {
        return Optional.ofNullable(BY_NAME.get(Words.normal(item)));
    }

    /** Every documented item once, in the vendor's order. */
    public static List<CheckDescription> all() {
        return ALL;
    }

    /** The documented items of a database type, in the vendor's order. */
    public static List<CheckDescription> of(SourceType type) {
        return ALL.stream().filter(d -> d.types().contains(type)).toList();
    }
}
