/**
 * The notifier kind {@code alertmanager}: one alert an instance, kept burning until a later verdict resolves it.
 * May use notify and precheck.
 * Used by notify's list of kinds alone.
 */
package io.github.precheckwatcher.notify.alertmanager;
