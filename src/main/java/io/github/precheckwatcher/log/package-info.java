/**
 * What every package's log lines have in common: here is what keeps a failure that lasts from filling the log.
 * Uses nothing of this program.
 * Used by everyone.
 */
package io.github.precheckwatcher.log;
