/**
 * What keeps a daemon that runs for months in order: its row among the nodes. May use registration, config and everything
 * below. Used by cli.daemon.
 */
package io.github.precheckwatcher.registration.upkeep;
