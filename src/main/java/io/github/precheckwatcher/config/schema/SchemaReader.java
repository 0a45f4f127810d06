package io.github.precheckwatcher.config.schema;

import io.github.precheckwatcher.secret.SecretText;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Holds a file's YAML nodes against a {@link Schema}: reports every unknown, repeated, missing and wrong key with its
 * line, and gives back what is usable. It looks no deeper than the shape goes. Values are taken as written (a task id
 * {@code 0123} keeps its zero, {@code yes} stays yes).
 */
public final class SchemaReader {
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (Limits.ACCOUNT_NAME - 1) + "}");
    private static final String YAML_TAGS = "tag:yaml.org,2002:";

    private final String where;
    private final Overrides overrides;
    private final Function<String, Placeholders.Filled> placeholders;
    private final Problems problems;
    private final YamlMap yaml;
    private final ConfigTree tree = new ConfigTree();

    public SchemaReader(String where, Overrides overrides, Map<String, String> environment, Problems problems) {
        this(where, overrides, text -> Placeholders.fill(text, environment), problems);
    }

    private SchemaReader(
            String where, Overrides overrides, Function<String, Placeholders.Filled> placeholders, Problems problems) {
        this.where = where;
        this.overrides = overrides;
        this.placeholders = placeholders;
        this.problems = problems;
        this.yaml = new YamlMap(where, problems);
    }

    /** One of what a request says: nothing overrides it, and a placeholder in it is refused. */
    public static SchemaReader ofRequest(Problems problems) {
        return new SchemaReader("", Overrides.none(problems), Placeholders::refuse, problems);
    }

    /**
     * The same under another path than the shown one.
     *
     * @param path what the tree calls it
     */
    public ConfigTree read(Schema.Group schema, Node node, SourceLocation location, String path) {
        any(schema, node, location, path);
        return tree;
    }

    /** Reads a whole file, or the part of it at a place. */
    public ConfigTree read(Schema.Group schema, Node node, SourceLocation location) {
        any(schema, node, location, location.key());
        return tree;
    }

    /** What was read so far. */
    public ConfigTree tree() {
        return tree;
    }

    /** Reads the variables of a group whose keys the file need not name. */
    public void variables(Schema.Group schema, String path) {
        for (Schema.Key key : schema.keys().values()) {
            String its = YamlMap.join(path, key.name());
            if (key.schema() instanceof Schema.Scalar scalar && !tree.has(its)) {
                overrides.variable(its).ifPresent(name -> {
                    SourceLocation location = SourceLocation.environment(name);
                    tree.mention(its, location);
                    keep(scalar, overrides.value(name), location, its, true);
                });
            }
        }
    }

    /** The entries of a mapping, for a root that is not of one shape. */
    public Collection<YamlMap.Entry> entries(MappingNode node) {
        return yaml.entries(node, "");
    }

    private void any(Schema schema, Node node, SourceLocation location, String path) {
        tree.mention(path, location);
        if (!node.getTag().getValue().startsWith(YAML_TAGS)) {
            unreadable(
                    schema,
                    location,
                    path,
                    "YAML tags (!name) have no meaning here; put a value that begins with ! in quotes");
        } else if (schema instanceof Schema.Scalar scalar) {
            scalar(scalar, node, location, path);
        } else if (node.getTag().equals(Tag.NULL)) {
            none(schema, location, path);
        } else if (schema instanceof Schema.Many many) {
            list(many, node, location, path);
        } else if (node instanceof MappingNode mapping) {
            if (schema instanceof Schema.Group group) {
                group(group, mapping, location, path);
            } else if (schema instanceof Schema.Named named) {
                named(named, mapping, location, path);
            }
        } else {
            unreadable(schema, location, path, "keys are wanted here, written 'key: value'");
        }
    }

    private void unreadable(Schema schema, SourceLocation location, String path, String why) {
        problems.error(location, why);
        if (schema instanceof Schema.Group) {
            tree.unreadable(path);
        }
    }

    /** A key without anything behind it: an empty group, or a list without elements. */
    private void none(Schema schema, SourceLocation location, String path) {
        if (schema instanceof Schema.Group group) {
            required(group, Set.of(), location, path);
        } else if (schema instanceof Schema.Many many && many.each() instanceof Schema.Scalar) {
            problems.error(location, "has no value; leave the key out or write a list");
        }
    }

    private void group(Schema.Group group, MappingNode node, SourceLocation location, String path) {
        Collection<YamlMap.Entry> entries = yaml.entries(node, location.key());
        Set<String> seen = new HashSet<>();
        for (YamlMap.Entry entry : entries) {
            Schema.Key key = group.keys().get(entry.key());
            if (key == null) {
                unknown(group, entry, location)
                        .map(meant -> group.keys().get(meant).name())
                        .ifPresent(meant -> {
                            seen.add(meant);
                            tree.mention(YamlMap.join(path, meant), location);
                        });
            } else {
                seen.add(key.name());
                SourceLocation at = SourceLocation.line(where, entry.line(), YamlMap.join(location.key(), entry.key()));
                any(key.schema(), entry.value(), at, YamlMap.join(path, key.name()));
            }
        }
        required(group, seen, location, path);
    }

    private void required(Schema.Group group, Set<String> seen, SourceLocation location, String path) {
        group.keys().forEach((written, key) -> {
            if (!key.required()) {
                return;
            }
            if (!seen.contains(key.name())) {
                String words = key.schema() instanceof Schema.Scalar scalar
                                && scalar.type().isEnum()
                        ? "; one of " + String.join(", ", ScalarCheck.words(scalar.type()))
                        : "";
                problems.error(location.missing(written), "is missing" + words);
            }
            if (tree.at(YamlMap.join(path, key.name())).isEmpty()) {
                tree.incomplete(path);
            }
        });
    }

    /** Reports a key that is not known; gives the one that was probably meant, so that it does not count as missing. */
    private Optional<String> unknown(Schema.Group group, YamlMap.Entry entry, SourceLocation location) {
        SourceLocation at =
                SourceLocation.line(where, entry.line(), YamlMap.join(location.key(), Redaction.key(entry.key())));
        String refused = group.refused().get(entry.key());
        int dot = entry.key().indexOf('.');
        if (refused != null) {
            problems.error(at, refused);
        } else if (dot > 0 && group.keys().containsKey(entry.key().substring(0, dot))) {
            problems.error(
                    at,
                    "keys with dots are not read; write '" + entry.key().substring(0, dot)
                            + ":' and the rest below it");
        } else {
            String near = NearestWord.hint(entry.key(), group.keys().keySet());
            String hint = near.isEmpty()
                    ? "; known here: " + String.join(", ", group.keys().keySet())
                    : near;
            problems.error(at, "unknown key" + hint);
            return NearestWord.to(entry.key(), group.keys().keySet());
        }
        return Optional.empty();
    }

    private void named(Schema.Named named, MappingNode node, SourceLocation location, String path) {
        for (YamlMap.Entry entry : yaml.entries(node, location.key())) {
            SourceLocation at = SourceLocation.line(
                    where, entry.line(), ConfigTree.below(location.key(), Redaction.key(entry.key())));
            if (named.each() instanceof Schema.Group
                    && !NAME.matcher(entry.key()).matches()) {
                problems.error(
                        at,
                        "a name begins with a letter or digit and has letters, digits, '.', '_' and '-', at most "
                                + Limits.ACCOUNT_NAME + " of them");
            } else {
                tree.name(path, entry.key());
                any(named.each(), entry.value(), at, ConfigTree.below(path, entry.key()));
            }
        }
    }

    private void list(Schema.Many many, Node node, SourceLocation location, String path) {
        if (many.orOne() && node instanceof ScalarNode) {
            tree.size(path, 1);
            any(many.each(), node, location, path + "[0]");
            return;
        }
        if (!(node instanceof SequenceNode sequence)) {
            problems.error(location, "a list is wanted here, written [a, b] or with a dash for each");
            return;
        }
        List<Node> elements = sequence.getValue();
        tree.size(path, elements.size());
        for (int i = 0; i < elements.size(); i++) {
            String index = "[" + i + "]";
            Node element = elements.get(i);
            any(
                    many.each(),
                    element,
                    SourceLocation.line(where, YamlMap.line(element), location.key() + index),
                    path + index);
        }
    }

    private void scalar(Schema.Scalar scalar, Node node, SourceLocation location, String path) {
        Optional<String> variable = overrides.variable(path);
        if (variable.isPresent()) {
            SourceLocation at = SourceLocation.environment(variable.get());
            // a path may be shown: messages about the tasks file name it
            boolean hidden = scalar.hidden() || scalar.type() != Path.class;
            keep(scalar, overrides.value(variable.get()), at, path, hidden);
        } else if (!(node instanceof ScalarNode value)) {
            problems.error(
                    location, "one value is wanted here, not " + (node instanceof SequenceNode ? "a list" : "keys"));
        } else if (node.getTag().equals(Tag.NULL)) {
            problems.error(location, "has no value");
        } else {
            Placeholders.Filled filled = placeholders.apply(value.getValue());
            if (filled instanceof Placeholders.Text text) {
                keep(scalar, text.text(), location, path, scalar.hidden() || text.fromOutside());
            } else if (filled instanceof Placeholders.Unresolved unresolved) {
                problems.error(location, unresolved.why());
            }
        }
    }

    private void keep(Schema.Scalar scalar, String text, SourceLocation location, String path, boolean hidden) {
        Parsed<String> read = scalar.hidden() ? Parsed.of(SecretText.line(text)) : ScalarCheck.text(text);
        if (read instanceof Parsed.Bad<String> bad) {
            problems.error(location, bad.why());
            return;
        }
        String value = ((Parsed.Good<String>) read).value();
        String last = path.substring(path.lastIndexOf('.') + 1);
        String name = last.endsWith("]") ? last.substring(0, last.indexOf('[')) : last;
        Optional<String> problem = ScalarCheck.problem(scalar.type(), name, value, hidden);
        if (problem.isPresent()) {
            problems.error(location, problem.get());
        } else {
            tree.put(path, new ConfigValue(location, ScalarCheck.normal(scalar.type(), value), hidden));
        }
    }
}
