/**
 * The verbs of the command line.
 * May use every other package; only {@code demo} and {@code simulate} use the simulator.
 * Used by the main class alone.
 */
package io.github.precheckwatcher.cli;
