/**
 * The kind {@code alertmanager}: one alert for each database instance, sent again while it fires.
 * May use notify's packages, precheck, log and secret, no other kind. Used by notify.kind.
 */
package io.github.precheckwatcher.notify.kind.alertmanager;
