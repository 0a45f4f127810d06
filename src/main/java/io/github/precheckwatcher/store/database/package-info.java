/**
 * The two databases: H2's file, PostgreSQL's sessions, transactions, migrations with guard and backup, and how values are
 * bound and read.
 * May use log, precheck and the settings of others. Used by store.outbox, store.watch and above.
 */
package io.github.precheckwatcher.store.database;
