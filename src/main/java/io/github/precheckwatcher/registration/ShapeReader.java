package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.secret.SecretText;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Holds a file's YAML nodes against a {@link Shape}: tells every unknown, repeated, missing and wrong key with its
 * line, and gives back what is usable. It looks no deeper than the shape goes. Values are taken as written (a task id
 * {@code 0123} keeps its zero, {@code yes} stays yes).
 */
final class ShapeReader {
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (Limits.ACCOUNT_NAME - 1) + "}");
    private static final String YAML_TAGS = "tag:yaml.org,2002:";

    private final String where;
    private final Overrides overrides;
    private final Map<String, String> environment;
    private final Problems problems;
    private final YamlMap yaml;
    private final Found found = new Found();

    ShapeReader(String where, Overrides overrides, Map<String, String> environment, Problems problems) {
        this.where = where;
        this.overrides = overrides;
        this.environment = environment;
        this.problems = problems;
        this.yaml = new YamlMap(where, problems);
    }

    /** Reads a whole file, or the part of it at a place. */
    Found read(Shape.Group shape, Node node, Place place) {
        any(shape, node, place, place.key());
        return found;
    }

    /** What was read so far. */
    Found found() {
        return found;
    }

    /** Reads the variables of a group whose keys the file need not name. */
    void variables(Shape.Group shape, String path) {
        for (Shape.Key key : shape.keys().values()) {
            String its = YamlMap.join(path, key.name());
            if (key.shape() instanceof Shape.Scalar scalar && !found.has(its)) {
                overrides.variable(its).ifPresent(name -> {
                    Place place = Place.environment(name);
                    found.mention(its, place);
                    keep(scalar, overrides.value(name), place, its, true);
                });
            }
        }
    }

    /** The entries of a mapping, for a root that is not of one shape. */
    Collection<YamlMap.Entry> entries(MappingNode node) {
        return yaml.entries(node, "");
    }

    private void any(Shape shape, Node node, Place place, String path) {
        found.mention(path, place);
        if (!node.getTag().getValue().startsWith(YAML_TAGS)) {
            unreadable(
                    shape,
                    place,
                    path,
                    "YAML tags (!name) have no meaning here; put a value that begins with ! in quotes");
        } else if (shape instanceof Shape.Scalar scalar) {
            scalar(scalar, node, place, path);
        } else if (node.getTag().equals(Tag.NULL)) {
            none(shape, place, path);
        } else if (shape instanceof Shape.Many many) {
            list(many, node, place, path);
        } else if (node instanceof MappingNode mapping) {
            if (shape instanceof Shape.Group group) {
                group(group, mapping, place, path);
            } else if (shape instanceof Shape.Named named) {
                named(named, mapping, place, path);
            }
        } else {
            unreadable(shape, place, path, "keys are wanted here, written 'key: value'");
        }
    }

    private void unreadable(Shape shape, Place place, String path, String why) {
        problems.error(place, why);
        if (shape instanceof Shape.Group) {
            found.unreadable(path);
        }
    }

    /** A key without anything behind it: an empty group, or a list without elements. */
    private void none(Shape shape, Place place, String path) {
        if (shape instanceof Shape.Group group) {
            required(group, Set.of(), place, path);
        } else if (shape instanceof Shape.Many many && many.each() instanceof Shape.Scalar) {
            problems.error(place, "has no value; leave the key out or write a list");
        }
    }

    private void group(Shape.Group group, MappingNode node, Place place, String path) {
        Collection<YamlMap.Entry> entries = yaml.entries(node, place.key());
        Set<String> seen = new HashSet<>();
        for (YamlMap.Entry entry : entries) {
            Shape.Key key = group.keys().get(entry.key());
            if (key == null) {
                unknown(group, entry, place).ifPresent(meant -> {
                    seen.add(meant);
                    found.mention(YamlMap.join(path, meant), place);
                });
            } else {
                seen.add(key.name());
                Place at = Place.line(where, entry.line(), YamlMap.join(place.key(), key.name()));
                any(key.shape(), entry.value(), at, YamlMap.join(path, key.name()));
            }
        }
        required(group, seen, place, path);
    }

    private void required(Shape.Group group, Set<String> seen, Place place, String path) {
        for (Shape.Key key : group.keys().values()) {
            if (!key.required()) {
                continue;
            }
            if (!seen.contains(key.name())) {
                String words = key.shape() instanceof Shape.Scalar scalar
                                && scalar.type().isEnum()
                        ? "; one of " + String.join(", ", ScalarCheck.words(scalar.type()))
                        : "";
                problems.error(place.missing(key.name()), "is missing" + words);
            }
            if (found.at(YamlMap.join(path, key.name())).isEmpty()) {
                found.incomplete(path);
            }
        }
    }

    /** Tells of a key that is not known; gives the one that was probably meant, so that it does not count as missing. */
    private Optional<String> unknown(Shape.Group group, YamlMap.Entry entry, Place place) {
        Place at = Place.line(where, entry.line(), YamlMap.join(place.key(), Shown.key(entry.key())));
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

    private void named(Shape.Named named, MappingNode node, Place place, String path) {
        for (YamlMap.Entry entry : yaml.entries(node, place.key())) {
            Place at = Place.line(where, entry.line(), Found.below(place.key(), Shown.key(entry.key())));
            if (named.each() instanceof Shape.Group
                    && !NAME.matcher(entry.key()).matches()) {
                problems.error(
                        at,
                        "a name begins with a letter or digit and has letters, digits, '.', '_' and '-', at most "
                                + Limits.ACCOUNT_NAME + " of them");
            } else {
                found.name(path, entry.key());
                any(named.each(), entry.value(), at, Found.below(path, entry.key()));
            }
        }
    }

    private void list(Shape.Many many, Node node, Place place, String path) {
        if (many.orOne() && node instanceof ScalarNode) {
            found.size(path, 1);
            any(many.each(), node, place, path + "[0]");
            return;
        }
        if (!(node instanceof SequenceNode sequence)) {
            problems.error(place, "a list is wanted here, written [a, b] or with a dash for each");
            return;
        }
        List<Node> elements = sequence.getValue();
        found.size(path, elements.size());
        for (int i = 0; i < elements.size(); i++) {
            String index = "[" + i + "]";
            Node element = elements.get(i);
            any(many.each(), element, Place.line(where, YamlMap.line(element), place.key() + index), path + index);
        }
    }

    private void scalar(Shape.Scalar scalar, Node node, Place place, String path) {
        Optional<String> variable = overrides.variable(path);
        if (variable.isPresent()) {
            Place at = Place.environment(variable.get());
            // a path may be shown: messages about the tasks file name it
            boolean hidden = scalar.hidden() || scalar.type() != Path.class;
            keep(scalar, overrides.value(variable.get()), at, path, hidden);
        } else if (!(node instanceof ScalarNode value)) {
            problems.error(
                    place, "one value is wanted here, not " + (node instanceof SequenceNode ? "a list" : "keys"));
        } else if (node.getTag().equals(Tag.NULL)) {
            problems.error(place, "has no value");
        } else {
            Placeholders.Filled filled = Placeholders.fill(value.getValue(), environment);
            if (filled instanceof Placeholders.Text text) {
                keep(scalar, text.text(), place, path, scalar.hidden() || text.fromOutside());
            } else if (filled instanceof Placeholders.Unresolved unresolved) {
                problems.error(place, unresolved.why());
            }
        }
    }

    private void keep(Shape.Scalar scalar, String text, Place place, String path, boolean hidden) {
        Parsed<String> read = scalar.hidden() ? Parsed.of(SecretText.line(text)) : ScalarCheck.text(text);
        if (read instanceof Parsed.Bad<String> bad) {
            problems.error(place, bad.why());
            return;
        }
        String value = ((Parsed.Good<String>) read).value();
        String last = path.substring(path.lastIndexOf('.') + 1);
        String name = last.endsWith("]") ? last.substring(0, last.indexOf('[')) : last;
        Optional<String> problem = ScalarCheck.problem(scalar.type(), name, value, hidden);
        if (problem.isPresent()) {
            problems.error(place, problem.get());
        } else {
            found.put(path, new Setting(place, ScalarCheck.normal(scalar.type(), value), hidden));
        }
    }
}
