/**
 * The notifier kind {@code log}: verdicts as lines of the daemon's own log (contract.md 5).
 * May use notify and precheck.
 * Used by notify's list of kinds alone.
 */
package io.github.precheckwatcher.notify.log;
