/**
 * Heartbeat and daily summary as the file wants them.
 * May use config.schema, config.secret, config.notifier, notify and http. Used by config and registration.upkeep.
 */
package io.github.precheckwatcher.config.upkeep;
