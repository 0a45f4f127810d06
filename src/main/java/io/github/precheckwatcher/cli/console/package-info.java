/**
 * What all commands share: printing for people, the option that names the configuration, exit codes.
 * Knows no command. Used by cli and the packages below it.
 */
package io.github.precheckwatcher.cli.console;
