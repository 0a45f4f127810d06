/**
 * The rows of accounts: state and budget, locked, read and written, and deleted once nothing names them; what changes in
 * them watch.account decides. May use watch, log and store.database. Used by store.watch.
 */
package io.github.precheckwatcher.store.account;
