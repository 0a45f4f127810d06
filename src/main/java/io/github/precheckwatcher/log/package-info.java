/**
 * What the log lines of every package have in common: one event a line with its fields, how long a failure is logged
 * once, outages of the store, faults that nobody foresaw.
 * May use precheck. Used by watch, notify, store and above; not by cloud.
 */
package io.github.precheckwatcher.log;
