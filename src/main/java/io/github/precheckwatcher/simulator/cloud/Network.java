package io.github.precheckwatcher.simulator.cloud;

/** How the way to the simulated cloud is. The control endpoint can always be reached. */
public enum Network {
    /** Calls arrive and are answered. */
    UP,
    /** Every connection, pooled ones too, is closed as soon as a call arrives on it. */
    DEAD,
    /** Calls arrive and are never answered. */
    SILENT
}
