/**
 * The kind {@code log}: verdicts as lines of the daemon's log.
 * May use notify's packages and precheck, no other kind. Used by notify.kind.
 */
package io.github.precheckwatcher.notify.kind.log;
