package io.github.precheckwatcher.config;

import java.nio.file.Path;

/** Which folder the running daemon was started with. */
final class ConfigFolder {
    /** Set by the command line before Quarkus starts. */
    static final String PROPERTY = "precheck-watcher.config";

    static final String DEFAULT = "config";

    private ConfigFolder() {}

    /** The folder that a property's value names; null: the default one. */
    static Path of(String value) {
        return Path.of(value == null ? DEFAULT : value);
    }
}
