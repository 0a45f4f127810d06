package io.github.precheckwatcher.watch.node;

/**
 * Port: where the nodes are kept. All methods block and are one transaction each; they throw what the store throws.
 * Thread safe, and safe beside other nodes on the same database.
 */
public interface NodeStore {
    /** Writes that this node is alive and what its files name; rows that are an hour old go. */
    void write(Node self);

    /** All nodes, by host and id. */
    NodesSeen read();

    /** This node leaves; not an error if it has no row. */
    void remove(String id);

    /** All nodes but this one are dead: nobody else can have this store open. */
    void removeOthers(String id);
}
