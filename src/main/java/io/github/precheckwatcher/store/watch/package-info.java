/**
 * Watches, verdicts and accounts by JDBC: implements the port WatchStore; stored times that lie ahead are brought back.
 * May use store.account, store.database, store.outbox (messages), watch, notify, log and precheck. Used by store, and by the container
 * through the port.
 */
package io.github.precheckwatcher.store.watch;
