/**
 * The two databases: H2's file, PostgreSQL's sessions, transactions, migrations with guard and backup, and how values
 * are bound and read.
 * May use log and precheck. Used by store and its other subpackages, config, registration, api.http and cli.
 */
package io.github.precheckwatcher.store.database;
