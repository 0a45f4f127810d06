package io.github.precheckwatcher.config.schema;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads the entries of a YAML mapping: names keys that stand twice and carries out merges ({@code <<: *anchor}, own
 * keys first), as the parser's composing step does neither. Counts what it reads, so that aliases of aliases end.
 */
public final class YamlMap {
    private static final int MOST_ENTRIES = 2_000_000;

    private final String where;
    private final Problems problems;
    private int entries;

    /** One entry: its key's text, line and value. */
    public record Entry(String key, int line, Node value) {}

    YamlMap(String where, Problems problems) {
        this.where = where;
        this.problems = problems;
    }

    /** The entries in the file's order. */
    Collection<Entry> entries(MappingNode node, String path) {
        Map<String, Entry> found = new LinkedHashMap<>();
        collect(node, path, found, Collections.newSetFromMap(new IdentityHashMap<>()));
        return found.values();
    }

    private void collect(MappingNode node, String path, Map<String, Entry> found, Set<Node> around) {
        if (!around.add(node)) {
            problems.error(SourceLocation.line(where, line(node), path), "merges itself");
            return;
        }
        Map<String, Entry> own = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (++entries > MOST_ENTRIES) {
                problems.error(SourceLocation.whole(where), "unfolds to too many entries; use fewer aliases");
                break;
            }
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.error(SourceLocation.line(where, line(tuple.getKeyNode()), path), "a key must be plain text");
            } else if (!key.getTag().equals(Tag.MERGE)) {
                Entry entry = new Entry(key.getValue(), line(key), tuple.getValueNode());
                Entry first = own.putIfAbsent(entry.key(), entry);
                if (first != null) {
                    problems.error(
                            SourceLocation.line(where, entry.line(), join(path, Redaction.key(entry.key()))),
                            "stands here twice; the first is in line " + first.line());
                }
            }
        }
        own.forEach(found::putIfAbsent);
        for (NodeTuple tuple : node.getValue()) {
            if (entries <= MOST_ENTRIES && tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), path, found, around);
            }
        }
        around.remove(node);
    }

    private void merge(Node merged, String path, Map<String, Entry> found, Set<Node> around) {
        List<Node> parts = merged instanceof SequenceNode several ? several.getValue() : List.of(merged);
        for (Node part : parts) {
            if (part instanceof MappingNode mapping) {
                collect(mapping, path, found, around);
            } else {
                problems.error(SourceLocation.line(where, line(part), path), "only a mapping can be merged (<<)");
            }
        }
    }

    public static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** A key path with one more name. */
    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
