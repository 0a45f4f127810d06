/**
 * Which notifiers want a verdict, and a dry run of that.
 * May use notify, notify.text, notify.event, log and precheck. Used by notify.dispatch, watch, api and cli.client.
 */
package io.github.precheckwatcher.notify.route;
