/**
 * What all commands share: printing for people, the option that names the configuration, exit codes.
 * Knows no command and uses nothing of ours. Used by the main class, cli and its other subpackages.
 */
package io.github.precheckwatcher.cli.console;
