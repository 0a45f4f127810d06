/**
 * How simulated prechecks go, and the reports they end with.
 * May use precheck. Used by the other packages of the simulator and cli.demo.
 */
package io.github.precheckwatcher.simulator.script;
