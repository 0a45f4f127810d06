/**
 * Both configuration files become checked settings: the loader, the readers of accounts, credentials, tasks and
 * polling, and what Quarkus needs at its start.
 * May use its subpackages, store.database and everything below store. Used by registration and cli.
 */
package io.github.precheckwatcher.config;
