/**
 * The demo, and the simulated cloud as a process of its own.
 * The only package that uses the simulator; beside it cli.console, cli.daemon, config, and what shows how far the demo
 * is. Used by cli.
 */
package io.github.precheckwatcher.cli.demo;
