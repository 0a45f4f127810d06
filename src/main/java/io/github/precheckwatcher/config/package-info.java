/**
 * Both configuration files become checked settings: the loader, the readers of accounts, credentials, tasks and polling,
 * and what Quarkus needs at its start.
 * May use its subpackages, store and everything below. Used by registration and above.
 */
package io.github.precheckwatcher.config;
