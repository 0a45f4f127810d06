/**
 * The simulated cloud: the gateway's checks, accounts, and the prechecks that are running.
 * May use simulator.script, simulator.http, cloud (signing) and precheck. Used by simulator.
 */
package io.github.precheckwatcher.simulator.cloud;
