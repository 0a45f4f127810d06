/**
 * What keeps a daemon that runs for months in order and in sight: its row among the nodes, the heartbeat and the daily
 * summary. May use registration, config and everything below. Used by cli.daemon.
 */
package io.github.precheckwatcher.registration.upkeep;
