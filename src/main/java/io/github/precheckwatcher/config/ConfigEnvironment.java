package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.schema.Overrides;
import io.github.precheckwatcher.notify.kind.email.MailerConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The environment that configuration files may refer to: the process's own variables, and those that a command adds for
 * its own process (the demo's ports and secrets). Added ones travel as system properties, since Quarkus builds its
 * beans from the system's state alone.
 */
public final class ConfigEnvironment {
    private static final String PREFIX = "precheck-watcher.env.";

    /** No name that a shell could give a variable. */
    private static final String TEMPORARY_STORE = "temporary-store";

    private ConfigEnvironment() {}

    /** Adds variables for this process, over its own of the same name. */
    public static void add(Map<String, String> variables) {
        variables.forEach((name, value) -> System.setProperty(PREFIX + name, value));
    }

    /**
     * From now on the store is an embedded one in this folder, whatever a file says, and the shell's own
     * {@code WATCHER_...} and {@code QUARKUS_MAILER_...} variables do not count: they were meant for a daemon, not for what runs here.
     */
    public static void useTemporaryStore(Path dataDir) {
        add(Map.of(TEMPORARY_STORE, dataDir.toString()));
    }

    /** All variables as of now. */
    public static Map<String, String> current() {
        Map<String, String> all = new HashMap<>(System.getenv());
        if (System.getProperty(PREFIX + TEMPORARY_STORE) != null) {
            all.keySet().removeIf(Overrides::isOurs);
        }
        System.getProperties().stringPropertyNames().stream()
                .filter(p -> p.startsWith(PREFIX))
                .forEach(p -> all.put(p.substring(PREFIX.length()), System.getProperty(p)));
        // as everywhere in Quarkus a system property of the key's name goes before the variable
        System.getProperties().stringPropertyNames().stream()
                .filter(p -> p.startsWith(MailerConfig.PREFIX + "."))
                .forEach(p -> all.put(Overrides.name(p), System.getProperty(p)));
        return all;
    }

    /** The folder of the store that goes before the file's, if there is one. */
    static Optional<String> temporaryStore(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(TEMPORARY_STORE));
    }
}
