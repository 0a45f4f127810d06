package io.github.precheckwatcher.config;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.store.database.H2Url;
import io.github.precheckwatcher.store.database.PostgresqlUrl;
import io.github.precheckwatcher.store.database.StoreAddress;
import io.github.precheckwatcher.store.database.StoreConfig;
import io.smallrye.config.SmallRyeConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * What a daemon of a folder uses, read without starting it: for the message of a failed start, as Quarkus's own
 * configuration may be what does not stand, and for the commands that ask a running one.
 *
 * @param database host and port of PostgreSQL; empty when it is given in a way that is not understood here
 * @param managementPort the port of health and metrics, as written
 * @param api where the REST resources are reached from this machine
 */
public record StartAddresses(Optional<String> database, String managementPort, URI api) {
    private static final Logger LOG = Logger.getLogger(StartAddresses.class);
    private static final String POSTGRESQL = "quarkus.datasource.postgresql.";
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
        return of(QuarkusKeys.of(folder, environment), environment);
    }

    /** The same of a folder that was read already. */
    public static StartAddresses of(QuarkusKeys quarkus, Map<String, String> environment) {
        SmallRyeConfig config = config(quarkus, environment);
        Matcher url = ADDRESS.matcher(value(config, POSTGRESQL + "jdbc.url").orElse(""));
        return new StartAddresses(
                url.lookingAt() ? Optional.of(url.group(1)) : Optional.empty(),
                port(config, "quarkus.management.port").orElse(DEFAULT_PORT),
                api(config));
    }

    private static URI api(SmallRyeConfig config) {
        String host = value(config, "quarkus.http.host")
                .filter(name -> !ANY.contains(name))
                .filter(name -> name.matches("[A-Za-z0-9.-]+|\\[?[0-9A-Fa-f:.]+]?"))
                .orElse(LOOPBACK);
        String written = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create(
                "http://" + written + ":" + port(config, "quarkus.http.port").orElse(DEFAULT_API_PORT));
    }

    private static Optional<String> port(SmallRyeConfig config, String key) {
        return value(config, key).filter(port -> port.matches("[0-9]{1,5}"));
    }

    /**
     * What is wrong with the address of the database that a start is about to use, found as {@link #of} does. Throws
     * nothing.
     *
     * @return what to write instead; empty when nothing is wrong, or when PostgreSQL is not used
     */
    public static Optional<String> problem(QuarkusKeys quarkus, Map<String, String> environment) {
        SmallRyeConfig config = config(quarkus, environment);
        return value(config, POSTGRESQL + "active")
                .filter("true"::equals)
                .flatMap(active -> value(config, POSTGRESQL + "jdbc.url"))
                .flatMap(PostgresqlUrl::problem);
    }

    /**
     * Where the store of either kind is, found as {@link #of} does, whichever of the two is in use.
     *
     * @throws ConfigException when the address of PostgreSQL cannot be read
     */
    public static StoreAddress store(LoadedConfig loaded, StoreConfig.Kind kind, Map<String, String> environment)
            throws ConfigException {
        SmallRyeConfig config = config(loaded.quarkus().withPostgresql(environment), environment);
        String prefix = "quarkus.datasource." + kind.name().toLowerCase(Locale.ROOT) + ".";
        Optional<String> user = value(config, prefix + "username");
        Optional<String> password = value(config, prefix + "password");
        if (kind == StoreConfig.Kind.H2) {
            return new StoreAddress(H2Url.of(loaded.store().dataDir()), user, password, Map.of());
        }
        String url = value(config, prefix + "jdbc.url").orElse("");
        Optional<String> problem = PostgresqlUrl.problem(url);
        if (problem.isPresent()) {
            throw new ConfigException(List.of(
                    new ConfigProblem("quarkus.datasource.postgresql", OptionalInt.empty(), "", problem.get())));
        }
        Map<String, String> properties = new HashMap<>();
        String more = prefix + "jdbc.additional-jdbc-properties.";
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(more)) {
                String key = name.substring(more.length()).replace("\"", "");
                value(config, name).ifPresent(written -> properties.put(key, written));
            }
        }
        return new StoreAddress(url, user, password, properties);
    }

    private static SmallRyeConfig config(QuarkusKeys quarkus, Map<String, String> environment) {
        return FolderConfigSources.alone(quarkus, environment).build();
    }

    private static Optional<String> value(SmallRyeConfig config, String key) {
        try {
            return config.getOptionalValue(key, String.class);
        } catch (RuntimeException e) {
            LOG.debugf("no value of %s", key); // an expression without a value, which Quarkus will report
            return Optional.empty();
        }
    }
}
