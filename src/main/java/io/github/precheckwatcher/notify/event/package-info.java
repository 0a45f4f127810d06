/**
 * What is sent, the same for all notifiers: the message, its CloudEvent, the one writer of it and the one reader.
 * May use precheck alone. Used by all of notify, and by watch, store, config and api.
 */
package io.github.precheckwatcher.notify.event;
