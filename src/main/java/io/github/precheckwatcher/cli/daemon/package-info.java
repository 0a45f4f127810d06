/**
 * Starting the daemon: the checks before Quarkus starts, the start itself, and why a start failed in words.
 * May use cli.console and what the daemon consists of. Used by cli and cli.demo.
 */
package io.github.precheckwatcher.cli.daemon;
