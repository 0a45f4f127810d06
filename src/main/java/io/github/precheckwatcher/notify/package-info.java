/**
 * What a notifier is: the port Notifier, its type, its settings, a delivery, what an attempt comes to, limits, the
 * retry schedule and what a notifier wants (routing).
 * May use notify.event, notify.alert, http, secret and precheck. Used by notify's other packages, watch, store, config,
 * api, cli and the simulator.
 */
package io.github.precheckwatcher.notify;
