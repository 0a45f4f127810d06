/**
 * The outbox port and a notifier's row with its rules: limits, pauses, the circuit, digests, what follows from an
 * attempt. The rules are pure; the store calls them under the lock of the row.
 * May use notify, notify.event, log and precheck. Used by notify.dispatch, api, cli, and store, which implements the
 * ports.
 */
package io.github.precheckwatcher.notify.outbox;
