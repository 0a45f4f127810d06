/**
 * The demo, and the simulated cloud as a process of its own.
 * The only package that uses the simulator; beside it cli.daemon and cli.console. Used by cli.
 */
package io.github.precheckwatcher.cli.demo;
