package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.notify.kind.email.MailerConfig;
import io.github.precheckwatcher.store.database.H2Url;
import io.github.precheckwatcher.store.database.StoreConfig;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What a configuration folder means to Quarkus: its file's keys outside the {@code watcher} tree, which database is
 * active and where it is. Says nothing about mistakes, as {@link ConfigLoader} says them all: what cannot be read
 * counts as absent here.
 *
 * @param own keys that the folder decides
 * @param defaults keys that anything else may set
 */
public record QuarkusKeys(Map<String, String> own, Map<String, String> defaults) {
    private static final Logger LOG = Logger.getLogger(QuarkusKeys.class);
    private static final String H2 = "quarkus.datasource.h2.";
    private static final String POSTGRESQL = "quarkus.datasource.postgresql.";

    /**
     * A network that swallows packets must not hold the daemon's threads for ever, as pgjdbc does by default (its
     * connection parameters of these names; seconds). What stands in the user's own address goes before these.
     */
    private static final Map<String, String> BOUNDS = Map.of(
            POSTGRESQL + "jdbc.additional-jdbc-properties.socketTimeout", "20",
            POSTGRESQL + "jdbc.additional-jdbc-properties.connectTimeout", "5",
            POSTGRESQL + "jdbc.additional-jdbc-properties.tcpKeepAlive", "true");

    /** What follows from {@code watcher.store} and {@code watcher.data-dir} alone. */
    private static final Set<String> BY_STORE = Set.of(H2 + "active", H2 + "jdbc.url", POSTGRESQL + "active");

    public QuarkusKeys {
        own = Map.copyOf(own);
        defaults = Map.copyOf(defaults);
    }

    /** The names of the file's keys that have another value in other ones, or are there in one of both alone. */
    Set<String> differing(QuarkusKeys others) {
        Set<Map.Entry<String, String>> differing = new HashSet<>(own.entrySet());
        differing.addAll(others.own.entrySet());
        differing.removeIf(
                key -> own.entrySet().contains(key) && others.own.entrySet().contains(key));
        Set<String> names = differing.stream().map(Map.Entry::getKey).collect(Collectors.toSet());
        names.removeAll(BY_STORE);
        return names;
    }

    /** Those of a folder whose file was not read yet. */
    public static QuarkusKeys of(Path folder, Map<String, String> environment) {
        return of(DaemonFile.read(folder, environment, new Problems()), environment);
    }

    public static QuarkusKeys of(DaemonFile file, Map<String, String> environment) {
        Map<String, String> own = new HashMap<>(file.others());
        Map<String, String> defaults = new HashMap<>();
        try {
            boolean embedded = StoreConfig.Kind.valueOf(file.text("store")) == StoreConfig.Kind.H2;
            own.put(H2 + "active", Boolean.toString(embedded));
            own.put(POSTGRESQL + "active", Boolean.toString(!embedded));
            if (embedded) {
                own.put(H2 + "jdbc.url", H2Url.of(Path.of(file.text("data-dir"))));
            } else {
                defaults.putAll(libpq(environment));
                defaults.putAll(BOUNDS);
            }
        } catch (RuntimeException e) {
            LOG.debug("the folder's store is not known", e);
        }
        return new QuarkusKeys(own, defaults);
    }

    /**
     * The keys outside the {@code watcher} tree, as Quarkus's own YAML source reads them; empty where it takes the text
     * not at all: the start would end in a stack trace.
     */
    static Optional<Map<String, String>> read(String file, String text) {
        try {
            Map<String, String> keys = new HashMap<>(new YamlConfigSource(file, text).getProperties());
            // Quarkus would say that it knows no mailer
            keys.keySet()
                    .removeIf(key -> key.startsWith("watcher.")
                            || key.startsWith(MailerConfig.PREFIX + ".")
                            || key.matches("\"?%[^.]*\\.watcher\\..*"));
            return Optional.of(keys);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.debugf("no keys for Quarkus in %s", file);
            return Optional.empty();
        }
    }

    /** The same with what PostgreSQL's own variables say, although the embedded store is in use. */
    QuarkusKeys withPostgresql(Map<String, String> environment) {
        Map<String, String> both = libpq(environment);
        both.putAll(BOUNDS);
        both.putAll(defaults);
        return new QuarkusKeys(own, both);
    }

    /** PostgreSQL's own variables (its manual, "libpq: Environment Variables"), with its defaults but the local socket. */
    private static Map<String, String> libpq(Map<String, String> environment) {
        Optional<String> user = set(environment, "PGUSER");
        String url = "jdbc:postgresql://" + host(set(environment, "PGHOST").orElse("localhost")) + ":"
                + set(environment, "PGPORT").orElse("5432") + "/"
                + encoded(set(environment, "PGDATABASE").or(() -> user).orElse("postgres"))
                + Stream.of("sslmode", "sslrootcert")
                        .flatMap(name -> set(environment, "PG" + name.toUpperCase(Locale.ROOT))
                                .map(value -> name + "=" + encoded(value))
                                .stream())
                        .collect(Collectors.joining("&", "?", ""))
                        .replaceFirst("^\\?$", "");
        Map<String, String> keys = new HashMap<>(Map.of(POSTGRESQL + "jdbc.url", url));
        user.ifPresent(name -> keys.put(POSTGRESQL + "username", name));
        set(environment, "PGPASSWORD").ifPresent(password -> keys.put(POSTGRESQL + "password", password));
        return keys;
    }

    private static String host(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Counts the keys; a value may be a password. */
    @Override
    public String toString() {
        return "QuarkusKeys[" + own.size() + ", " + defaults.size() + "]";
    }
}
