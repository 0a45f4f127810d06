/**
 * What a notifier is: the port Notifier, its type, its settings, a delivery, what an attempt comes to, limits, the retry
 * schedule and what a notifier wants (routing).
 * May use notify.event, notify.alert, http, secret, log and precheck. Used by the packages below and by watch, store,
 * config and above.
 */
package io.github.precheckwatcher.notify;
