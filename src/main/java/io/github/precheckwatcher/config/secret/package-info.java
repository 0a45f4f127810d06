/**
 * Secrets from values and files, looked at again while the daemon runs, and PEM files.
 * May use config.schema, secret and notify. Used by config and config.notifier.
 */
package io.github.precheckwatcher.config.secret;
