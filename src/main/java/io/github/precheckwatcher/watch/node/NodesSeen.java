package io.github.precheckwatcher.watch.node;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The nodes that the store knows of. Pure.
 *
 * @param nodes each with when it was last seen
 * @param now when they were read, by the same clock
 */
public record NodesSeen(List<Seen> nodes, Instant now) {
    /** A node that was not seen for longer than this is taken for dead. */
    public static final Duration ALIVE = Duration.ofSeconds(30);

    public NodesSeen {
        nodes = List.copyOf(nodes);
        requireNonNull(now, "now");
    }

    /**
     * A node and when it last wrote its row.
     *
     * @param at by the database's clock
     */
    public record Seen(Node node, Instant at) {
        public Seen {
            requireNonNull(node, "node");
            requireNonNull(at, "at");
        }
    }

    /** Whether a node was seen lately; one that wrote its row while these were read was. */
    public boolean isAlive(Seen seen) {
        return Duration.between(seen.at(), now).compareTo(ALIVE) <= 0;
    }

    /** How many nodes are alive. */
    public long alive() {
        return nodes.stream().filter(this::isAlive).count();
    }

    /** How many nodes were not seen for a while and have not left either. */
    public long stale() {
        return nodes.size() - alive();
    }

    /** The nodes but this one that are alive and whose files name other tasks. */
    public List<Node> differing(Node self) {
        return nodes.stream()
                .filter(this::isAlive)
                .map(Seen::node)
                .filter(node -> !node.id().equals(self.id()) && !node.tasks().equals(self.tasks()))
                .toList();
    }
}
