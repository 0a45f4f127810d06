/**
 * A webhook receiver that verifies signatures, reports what came, and misbehaves on demand.
 * May use simulator.http, simulator.script, notify with its kind webhook (signing), and cloud. Used by simulator and
 * cli.demo.
 */
package io.github.precheckwatcher.simulator.sink;
