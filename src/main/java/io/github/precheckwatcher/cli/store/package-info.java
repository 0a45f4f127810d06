/**
 * The commands that work on the store itself, without a daemon: restore and migrate-store.
 * May use cli.console, cli.daemon (why a database fails, in words), config, store.database and store.transfer. Used by
 * cli.
 */
package io.github.precheckwatcher.cli.store;
