package io.github.precheckwatcher.config.schema;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Measures a YAML tree with its aliases unfolded, as Quarkus reads it: a few lines of aliases of aliases, or one of
 * itself, would fill its memory or its stack.
 */
public final class Unfolding {
    private static final int MOST_NODES = 200_000;

    /** Deeper than the composing step lets anything be nested that has no alias. */
    private static final int DEEPEST = 200;

    private int nodes;

    private Unfolding() {}

    /** Whether the tree stays within bounds. */
    public static boolean isBounded(Node root) {
        return new Unfolding().fits(root, 0);
    }

    private boolean fits(Node node, int depth) {
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            return false;
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().allMatch(element -> fits(element, depth + 1));
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (!fits(tuple.getKeyNode(), depth + 1) || !fits(tuple.getValueNode(), depth + 1)) {
                    return false;
                }
            }
        }
        return true;
    }
}
