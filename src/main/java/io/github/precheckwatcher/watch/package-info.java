/**
 * The engine: which watch is polled when, what an answer means for it and for its account, and how it ends.
 * May use precheck, cloud (through PrecheckQuery) and notify (Router, Dispatcher, the log's lines).
 * Used by store (implements the port WatchStore), registration and above.
 */
package io.github.precheckwatcher.watch;
