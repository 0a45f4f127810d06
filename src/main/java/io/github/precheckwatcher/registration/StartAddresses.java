package io.github.precheckwatcher.registration;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a failed start was about to use, for its message: Quarkus's own configuration may be what does not stand.
 *
 * @param database host and port of PostgreSQL; empty when it is given in a way that is not understood here
 * @param managementPort the port of health and metrics, as written
 */
public record StartAddresses(Optional<String> database, String managementPort) {
    private static final String DEFAULT_PORT = "9000";

    // what stands before an '@' would be a user
    private static final Pattern ADDRESS = Pattern.compile("jdbc:postgresql://([^/?@]+)(?=[/?]|$)");

    public StartAddresses {
        requireNonNull(database, "database");
        requireNonNull(managementPort, "managementPort");
    }

    /**
     * By system properties, variables and a folder's file, in this order. Throws nothing.
     *
     * @param folder the configuration folder
     * @param environment the process's environment variables
     */
    public static StartAddresses of(Path folder, Map<String, String> environment) {
        QuarkusKeys keys = QuarkusKeys.of(folder, environment);
        Matcher url = ADDRESS.matcher(value("quarkus.datasource.postgresql.jdbc.url", environment, keys)
                .orElse(""));
        return new StartAddresses(
                url.lookingAt() ? Optional.of(url.group(1)) : Optional.empty(),
                value("quarkus.management.port", environment, keys)
                        .filter(port -> port.matches("[0-9]{1,5}"))
                        .orElse(DEFAULT_PORT));
    }

    private static Optional<String> value(String key, Map<String, String> environment, QuarkusKeys keys) {
        String variable = key.replace('.', '_').toUpperCase(Locale.ROOT);
        return Optional.ofNullable(System.getProperty(key))
                .or(() -> Optional.ofNullable(environment.get(variable)))
                .or(() -> keys.value(key));
    }
}
