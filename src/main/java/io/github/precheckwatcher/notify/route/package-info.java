/**
 * Which notifiers want a verdict, and a dry run of that.
 * May use notify.text, notify.event and notify. Used by notify.dispatch, watch, api and cli.
 */
package io.github.precheckwatcher.notify.route;
