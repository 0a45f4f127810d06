/**
 * The command line: the root command, and the commands that need no daemon.
 * May use its subpackages and config. Used by the main class alone.
 */
package io.github.precheckwatcher.cli;
