package io.github.precheckwatcher.registration;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a daemon of a folder uses, read without starting it: for the message of a failed start, as Quarkus's own
 * configuration may be what does not stand, and for the commands that ask a running one.
 *
 * @param database host and port of PostgreSQL; empty when it is given in a way that is not understood here
 * @param managementPort the port of health and metrics, as written
 * @param api where the REST resources are reached from this machine
 */
public record StartAddresses(Optional<String> database, String managementPort, URI api) {
    private static final String DEFAULT_PORT = "9000";
    private static final String DEFAULT_API_PORT = "8080";
    private static final String LOOPBACK = "127.0.0.1";

    /** As hosts that stand for all addresses are written. */
    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "[::]");

    // what stands before an '@' would be a user
    private static final Pattern ADDRESS = Pattern.compile("jdbc:postgresql://([^/?@]+)(?=[/?]|$)");

    public StartAddresses {
        requireNonNull(database, "database");
        requireNonNull(managementPort, "managementPort");
        requireNonNull(api, "api");
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
                port("quarkus.management.port", environment, keys).orElse(DEFAULT_PORT),
                api(environment, keys));
    }

    private static URI api(Map<String, String> environment, QuarkusKeys keys) {
        String host = value("quarkus.http.host", environment, keys)
                .filter(name -> !ANY.contains(name))
                .filter(name -> name.matches("[A-Za-z0-9.-]+|\\[?[0-9A-Fa-f:.]+]?"))
                .orElse(LOOPBACK);
        String written = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create("http://" + written + ":"
                + port("quarkus.http.port", environment, keys).orElse(DEFAULT_API_PORT));
    }

    private static Optional<String> port(String key, Map<String, String> environment, QuarkusKeys keys) {
        return value(key, environment, keys).filter(port -> port.matches("[0-9]{1,5}"));
    }

    private static Optional<String> value(String key, Map<String, String> environment, QuarkusKeys keys) {
        String variable = key.replace('.', '_').toUpperCase(Locale.ROOT);
        return Optional.ofNullable(System.getProperty(key))
                .or(() -> Optional.ofNullable(environment.get(variable)))
                .or(() -> keys.value(key));
    }
}
