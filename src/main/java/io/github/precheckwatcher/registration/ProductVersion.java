package io.github.precheckwatcher.registration;

import java.util.Optional;

/** This program's version, as its jar's manifest says. */
final class ProductVersion {
    private ProductVersion() {}

    /** {@code dev} when it runs from class files. */
    static String read() {
        return Optional.ofNullable(ProductVersion.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
