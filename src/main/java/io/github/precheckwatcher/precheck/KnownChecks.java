package io.github.precheckwatcher.precheck;

import java.util.List;

/**
 * Port: the check items that a product documents. {@link CheckCatalog} finds its implementations with the JDK's
 * {@link java.util.ServiceLoader}: each has a line in {@code META-INF/services}.
 */
public interface KnownChecks {
    /** Every documented item once, in the vendor's order. */
    List<CheckDescription> all();
}
