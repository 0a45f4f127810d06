/**
 * The engine: which watch is polled when, what a response means for it, and how it ends.
 * May use watch.account, cloud (through PrecheckQuery), notify, log and precheck. Used by watch.policy, store (which
 * implements the port WatchStore), config, registration and cli.
 */
package io.github.precheckwatcher.watch;
