/**
 * What the store as a whole reports of itself: readiness, metrics, whether writes work, and the clock that is kept at
 * the database's time. And the ports of nodes and of the daily summary.
 * May use store.database, store.outbox, store.watch, watch, notify.dispatch and log. Used by cli.daemon.
 */
package io.github.precheckwatcher.store;
