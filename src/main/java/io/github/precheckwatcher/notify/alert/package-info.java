/**
 * What is kept of an instance for a notifier that shows states instead of messages (Alertmanager).
 * May use notify.event. Used by notify, notify.dispatch, the kind alertmanager, api, and store, which implements the
 * port.
 */
package io.github.precheckwatcher.notify.alert;
