/**
 * The poll policies: when a running watch is asked again.
 * May use watch, which has the port PollPolicy. Used by the container through the port.
 */
package io.github.precheckwatcher.watch.policy;
