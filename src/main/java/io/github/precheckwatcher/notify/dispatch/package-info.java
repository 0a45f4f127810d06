/**
 * Making the deliveries: one worker a notifier, attempts, follow-up deliveries, meters.
 * May use notify.outbox, notify.route, notify.text and below. Used by watch, store and above.
 */
package io.github.precheckwatcher.notify.dispatch;
