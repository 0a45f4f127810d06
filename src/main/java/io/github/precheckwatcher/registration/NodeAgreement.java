package io.github.precheckwatcher.registration;

import java.util.List;

/**
 * Port: whether the files of all live nodes name the same tasks. What this node's files name no more counts as removed
 * only while they do: another node may not have the new files yet.
 */
public interface NodeAgreement {
    /**
     * Publishes what this node's files name now, by the configuration of this moment, and compares it with what the
     * other nodes published that were seen within 30 s. A node that finds no other to differ may go by that: who
     * publishes something else later has found this node's first. Blocks; throws what the store throws.
     *
     * @return the hosts of the nodes that name other tasks, in order; empty: all agree
     */
    List<String> differing();
}
