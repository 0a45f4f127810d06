/**
 * The kind {@code log}: verdicts as lines of the daemon's log.
 * May use notify's packages, precheck, log and secret, no other kind. Used by notify.kind.
 */
package io.github.precheckwatcher.notify.kind.log;
