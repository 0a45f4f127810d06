/**
 * Making the deliveries: one worker a notifier, attempts, follow-up deliveries, meters.
 * May use notify and its event, text, route, outbox and alert, log and precheck. Used by the kind alertmanager (ticks),
 * and by watch, store and above.
 */
package io.github.precheckwatcher.notify.dispatch;
