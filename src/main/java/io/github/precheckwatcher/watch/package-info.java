/**
 * The engine: which watch is polled when, what a response means for it, and how it ends.
 * May use its subpackages, precheck, log, cloud (through PrecheckQuery) and notify. Used by store (implements the port
 * WatchStore), config and above.
 */
package io.github.precheckwatcher.watch;
