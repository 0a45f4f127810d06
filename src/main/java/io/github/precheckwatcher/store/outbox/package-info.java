/**
 * Deliveries, messages, notifiers' rows and alerts by JDBC: implements the ports Outbox, DeliveryQueries and
 * AlertStore.
 * May use store.database, notify with its event, outbox and alert, and precheck. Used by store.watch, and by the
 * container through the ports.
 */
package io.github.precheckwatcher.store.outbox;
