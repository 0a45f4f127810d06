/**
 * What is not to be notified for a time, and the one message that sums it up afterwards.
 * May use notify, notify.event, .route, .dispatch and log. Used by api, and by store, which implements the port.
 */
package io.github.precheckwatcher.notify.mute;
