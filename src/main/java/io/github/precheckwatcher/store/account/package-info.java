/** The rows of accounts: their state and budget, read, changed under their locks, and deleted once nothing names them. */
package io.github.precheckwatcher.store.account;
