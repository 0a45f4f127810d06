package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.schema.Loopback;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.config.schema.YamlMap;
import io.github.precheckwatcher.store.database.PostgresqlUrl;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What Quarkus's own keys would show to a network: an API without users, the password and rows of a database. */
final class Exposure {
    private static final String HOST = "quarkus.http.host";
    private static final String POSTGRESQL = "quarkus.datasource.postgresql.";
    private static final String URL = POSTGRESQL + "jdbc.url";
    private static final String PROPERTIES = POSTGRESQL + "jdbc.additional-jdbc-properties.";

    private final DaemonFile file;
    private final Map<String, String> environment;
    private final SmallRyeConfig config;
    private final Problems problems;

    private Exposure(DaemonFile file, QuarkusKeys quarkus, Map<String, String> environment, Problems problems) {
        this.file = file;
        this.environment = environment;
        this.config = FolderConfigSources.alone(quarkus, environment).build();
        this.problems = problems;
    }

    /** Reports what a start with this folder would show. */
    static void check(DaemonFile file, QuarkusKeys quarkus, Map<String, String> environment, Problems problems) {
        Exposure exposure = new Exposure(file, quarkus, environment, problems);
        exposure.checkApi();
        exposure.checkDatabase();
    }

    private void checkApi() {
        Optional<ConfigValue> host = value(HOST).filter(written -> !Loopback.is(written.getValue()));
        if (host.isPresent() && !isFalse("quarkus.http.host-enabled")) {
            problems.error(
                    location(host.get(), HOST),
                    "must be a loopback address (127.0.0.1, ::1 or localhost): the API has no users yet, and whoever"
                            + " reached it could read and replay every message; take the key out, and come from other"
                            + " machines by an SSH tunnel or a proxy that asks for a login");
        }
    }

    private void checkDatabase() {
        Optional<ConfigValue> url = value(POSTGRESQL + "active")
                .filter(active -> active.getValue().equals("true"))
                .flatMap(a -> value(URL));
        if (url.isEmpty() || PostgresqlUrl.hosts(url.get().getValue()).stream().allMatch(Loopback::is)) {
            return;
        }
        String address = url.get().getValue();
        Optional<String> mode = set(address, "sslmode");
        // the driver takes ssl without sslmode for verify-full
        boolean verified = mode.isPresent()
                ? mode.get().equals("verify-full")
                : set(address, "ssl")
                        .filter(ssl -> ssl.isEmpty() || ssl.equals("true"))
                        .isPresent();
        if (!verified) {
            problems.warn(
                    location(url.get(), URL),
                    "is on another machine, and its sslmode is not verify-full: whoever stands between can read the"
                            + " password and take the server's place; set PGSSLMODE=verify-full and PGSSLROOTCERT, the"
                            + " file of the CA that signed the server's certificate, or in an address of your own"
                            + " ?sslmode=verify-full&sslrootcert=FILE");
        }
    }

    private Optional<String> set(String address, String parameter) {
        return PostgresqlUrl.parameter(address, parameter)
                .or(() -> value(PROPERTIES + parameter).map(ConfigValue::getValue));
    }

    private boolean isFalse(String key) {
        return value(key).filter(written -> written.getValue().equals("false")).isPresent();
    }

    /** Empty for an expression without a value too, which Quarkus reports. */
    private Optional<ConfigValue> value(String key) {
        try {
            return Optional.ofNullable(config.getConfigValue(key)).filter(value -> value.getValue() != null);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private SourceLocation location(ConfigValue value, String key) {
        String variable = key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        if (System.getProperty(key) != null) {
            return new SourceLocation("system property", OptionalInt.empty(), key);
        } else if (environment.containsKey(variable)) {
            return SourceLocation.environment(variable);
        } else if (value.getSourceOrdinal() == FolderConfigSources.DEFAULTS) {
            return SourceLocation.environment("PGHOST");
        }
        OptionalInt line = file.root().map(root -> line(root, key)).orElse(OptionalInt.empty());
        return new SourceLocation(file.shown(), line, key);
    }

    /** Where a key stands, written nested or with dots, of the profile that a daemon runs in or of all. */
    private static OptionalInt line(Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                OptionalInt found = OptionalInt.empty();
                if (name.equals(key)) {
                    found = OptionalInt.of(YamlMap.line(tuple.getKeyNode()));
                } else if (name.equals("%prod")) {
                    found = line(tuple.getValueNode(), key);
                } else if (!name.isEmpty() && key.startsWith(name + ".")) {
                    found = line(tuple.getValueNode(), key.substring(name.length() + 1));
                }
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return OptionalInt.empty();
    }
}
