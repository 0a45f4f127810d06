package io.github.precheckwatcher.watch.node;

import static java.util.Objects.requireNonNull;

/**
 * A process that works on the store.
 *
 * @param id its id, another one after each start
 * @param host the name of its machine
 * @param version the program's version
 * @param tasks a hash of what its files name
 */
public record Node(String id, String host, String version, String tasks) {
    public Node {
        requireNonNull(id, "id");
        requireNonNull(host, "host");
        requireNonNull(version, "version");
        requireNonNull(tasks, "tasks");
    }
}
