/**
 * What the store as a whole reports of itself: readiness, metrics, whether writes work, and the clock that is kept at
 * the database's time.
 * May use store.database, store.watch, watch, notify.dispatch and log. Used by cli.daemon.
 */
package io.github.precheckwatcher.store;
