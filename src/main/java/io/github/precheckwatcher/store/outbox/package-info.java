/**
 * Deliveries, messages, notifiers' rows and alerts by JDBC: implements the ports Outbox, DeliveryQueries and AlertStore.
 * May use store.database and notify. Used by store.watch, and by the container through the ports.
 */
package io.github.precheckwatcher.store.outbox;
