/**
 * Secrets from values and files, looked at again while the daemon runs, and PEM files.
 * May use config.schema, notify, secret and log. Used by config and config.notifier.
 */
package io.github.precheckwatcher.config.secret;
