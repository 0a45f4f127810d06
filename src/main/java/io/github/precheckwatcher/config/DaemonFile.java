package io.github.precheckwatcher.config;

import io.github.precheckwatcher.cloud.AccountsConfig;
import io.github.precheckwatcher.config.notifier.NotifiersConfig;
import io.github.precheckwatcher.config.notifier.NotifiersReader;
import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.NearestWord;
import io.github.precheckwatcher.config.schema.Overrides;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.Redaction;
import io.github.precheckwatcher.config.schema.ScalarCheck;
import io.github.precheckwatcher.config.schema.Schema;
import io.github.precheckwatcher.config.schema.SchemaReader;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.config.schema.Unfolding;
import io.github.precheckwatcher.config.schema.YamlFile;
import io.github.precheckwatcher.config.schema.YamlMap;
import io.github.precheckwatcher.notify.kind.email.MailerConfig;
import io.github.precheckwatcher.store.database.StoreConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The {@code watcher} tree of {@code application.yaml} and {@code quarkus.mailer}, with the variables that override them.
 * All other keys are Quarkus's and left to it. A file that is absent or empty means all defaults.
 *
 * @param shown the file as the user named it
 * @param root its nodes; empty: there are none, or it cannot be read
 * @param tree what it says
 * @param others the keys that it has for Quarkus, as Quarkus reads them
 */
record DaemonFile(String shown, Optional<Node> root, ConfigTree tree, Map<String, String> others) {
    static final String NAME = "application.yaml";
    private static final String DOTS = "keys with dots are not read; ";
    private static final String ROOT = "watcher";
    private static final String QUARKUS = "quarkus";
    private static final Set<String> ROOTS = Set.of(ROOT, QUARKUS);

    /** All keys of the mail server: Quarkus's names, read here. */
    static final Schema.Group MAILER_SCHEMA = Schema.of(MailerConfig.class);

    /** All keys below {@code watcher}. */
    static final Schema.Group SCHEMA = Schema.with(
            Schema.of(DaemonConfig.class, StoreConfig.class),
            Map.of(
                    "accounts",
                    Schema.ofNames(AccountsConfig.class),
                    "notifiers",
                    Schema.ofNames(NotifiersConfig.class),
                    "polling",
                    Schema.of(PollingConfig.class)));

    /** Reads the file of a folder; reports what is wrong. */
    static DaemonFile read(Path folder, Map<String, String> environment, Problems problems) {
        Path path = folder.resolve(NAME);
        Overrides overrides = new Overrides(environment, problems);
        SchemaReader reader = new SchemaReader(path.toString(), overrides, environment, problems);
        YamlFile file = YamlFile.read(path, path.toString(), problems);
        ConfigTree tree = reader.tree();
        Optional<Node> root = Optional.empty();
        Optional<Map<String, String>> others = Optional.empty();
        if (file instanceof YamlFile.Absent) {
            lookalikes(folder, problems);
        } else if (file instanceof YamlFile.Read read) {
            root = read.root();
            root.ifPresent(node -> read(node, path.toString(), reader, problems));
            others = root.filter(Unfolding::isBounded).flatMap(node -> QuarkusKeys.read(path.toString(), read.text()));
            if (problems.noneAt(path.toString()) && root.isPresent() && others.isEmpty()) {
                problems.error(
                        SourceLocation.whole(path.toString()),
                        "cannot be read by Quarkus: outside watcher it has a YAML tag (!name), a key that is no text or"
                                + " too many aliases");
            }
        }
        if (!(file instanceof YamlFile.Broken)) {
            reader.variables(MAILER_SCHEMA, MailerConfig.PREFIX);
            overrides.reportUnused(Map.of(ROOT, SCHEMA, MailerConfig.PREFIX, MAILER_SCHEMA), tree, path.toString());
        }
        NotifiersReader.addDefault(tree, path.toString());
        useTemporaryStore(tree, path.toString(), environment);
        return new DaemonFile(path.toString(), root, tree, others.orElse(Map.of()));
    }

    /**
     * One value directly below {@code watcher}, or its default, as the typed mapping reads it.
     *
     * @param key a key that has a default
     */
    String text(String key) {
        Schema.Key known = SCHEMA.keys().get(key);
        return tree.at(ROOT + "." + key).map(ConfigValue::text).orElseGet(() -> {
            String byDefault = known.byDefault().orElseThrow();
            return known.schema() instanceof Schema.Scalar scalar
                    ? ScalarCheck.normal(scalar.type(), byDefault)
                    : byDefault;
        });
    }

    private static void read(Node root, String shown, SchemaReader reader, Problems problems) {
        if (root.getTag().equals(Tag.NULL)) {
            return;
        }
        if (!(root instanceof MappingNode mapping)) {
            problems.error(
                    SourceLocation.line(shown, YamlMap.line(root), ""), "keys are wanted here, written 'watcher:'");
            return;
        }
        for (YamlMap.Entry entry : reader.entries(mapping)) {
            SourceLocation location = SourceLocation.line(shown, entry.line(), Redaction.key(entry.key()));
            if (entry.key().equals(ROOT)) {
                reader.read(SCHEMA, entry.value(), location);
            } else if (entry.key().equals(QUARKUS)) {
                mailer(entry.value(), shown, reader, problems);
            } else if (entry.key().startsWith(MailerConfig.PREFIX)) {
                problems.error(location, DOTS + "write 'quarkus:', below it 'mailer:' and the rest below that");
            } else if (entry.key().startsWith(ROOT + ".")) {
                problems.error(location, DOTS + "write 'watcher:' and the rest below it");
            } else if (entry.key().startsWith("%") && hasOurs(entry.value(), reader)) {
                problems.error(
                        location,
                        "profiles do not reach the keys of watcher and quarkus.mailer; use --config with another folder");
            } else {
                misspelt(entry.key())
                        .ifPresent(meant -> problems.error(location, "unknown key; did you mean " + meant + "?"));
            }
        }
    }

    private static void mailer(Node quarkus, String shown, SchemaReader reader, Problems problems) {
        for (YamlMap.Entry entry : below(quarkus, reader)) {
            if (entry.key().equals("mailer")) {
                reader.read(
                        MAILER_SCHEMA, entry.value(), SourceLocation.line(shown, entry.line(), MailerConfig.PREFIX));
            } else if (entry.key().startsWith("mailer.")) {
                problems.error(
                        SourceLocation.line(shown, entry.line(), "quarkus." + Redaction.key(entry.key())),
                        DOTS + "write 'mailer:' and the rest below it");
            }
        }
    }

    /** Other roots are anybody's; one that is nearly ours or Quarkus's would be passed over in silence. */
    private static Optional<String> misspelt(String key) {
        String root = key.split("\\.", 2)[0];
        return ROOTS.contains(root) ? Optional.empty() : NearestWord.to(root, ROOTS);
    }

    private static boolean hasOurs(Node profile, SchemaReader reader) {
        return below(profile, reader).stream()
                .anyMatch(entry -> entry.key().equals(ROOT)
                        || entry.key().startsWith(ROOT + ".")
                        || entry.key().startsWith(MailerConfig.PREFIX)
                        || entry.key().equals(QUARKUS)
                                && below(entry.value(), reader).stream()
                                        .anyMatch(inner -> inner.key().matches("mailer(\\..*)?")));
    }

    private static Collection<YamlMap.Entry> below(Node node, SchemaReader reader) {
        return node instanceof MappingNode mapping ? reader.entries(mapping) : List.of();
    }

    private static void useTemporaryStore(ConfigTree tree, String shown, Map<String, String> environment) {
        ConfigEnvironment.temporaryStore(environment).ifPresent(dataDir -> {
            Map<String, String> forced =
                    Map.of("store", ScalarCheck.normal(StoreConfig.Kind.class, "h2"), "data-dir", dataDir);
            forced.forEach((key, value) ->
                    tree.put(ROOT + "." + key, new ConfigValue(SourceLocation.whole(shown), value, false)));
        });
    }

    /** A file under a near name would otherwise be passed over in silence. */
    private static void lookalikes(Path folder, Problems problems) {
        for (String other : List.of("application.yml", "application.properties")) {
            if (Files.exists(folder.resolve(other))) {
                problems.error(SourceLocation.whole(folder.resolve(other).toString()), "is not read; name it " + NAME);
            }
        }
    }

    /** Names the file; its values may be passwords. */
    @Override
    public String toString() {
        return "DaemonFile[" + shown + "]";
    }
}
