/**
 * How far the summaries have come, and the port of the store that keeps it.
 * May use notify and precheck. Used by store.watch (which implements the port) and registration.upkeep.
 */
package io.github.precheckwatcher.watch.summary;
