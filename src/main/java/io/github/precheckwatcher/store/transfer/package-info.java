/**
 * The whole store: into a backup, out of one, and from one database into the other. Goes by the database's own
 * catalogue, so that no table is forgotten.
 * May use store.database. Used by api (the backup) and cli.
 */
package io.github.precheckwatcher.store.transfer;
