/**
 * The HTTP server of the simulator, and what it reads and writes alike for cloud and sink.
 * Uses nothing of ours. Used by simulator.cloud and simulator.sink.
 */
package io.github.precheckwatcher.simulator.http;
