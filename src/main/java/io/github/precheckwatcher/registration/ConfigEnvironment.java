package io.github.precheckwatcher.registration;

import java.util.HashMap;
import java.util.Map;

/**
 * The environment that configuration files may refer to: the process's own variables, and those that a verb adds for
 * its own process (the demo's ports and secrets). Added ones travel as system properties, since Quarkus builds its
 * beans from the system's state alone.
 */
public final class ConfigEnvironment {
    private static final String PREFIX = "precheck-watcher.env.";

    private ConfigEnvironment() {}

    /** Adds variables for this process, over its own of the same name. */
    public static void add(Map<String, String> variables) {
        variables.forEach((name, value) -> System.setProperty(PREFIX + name, value));
    }

    /** All variables as of now. */
    public static Map<String, String> current() {
        Map<String, String> all = new HashMap<>(System.getenv());
        System.getProperties().stringPropertyNames().stream()
                .filter(p -> p.startsWith(PREFIX))
                .forEach(p -> all.put(p.substring(PREFIX.length()), System.getProperty(p)));
        return all;
    }
}
