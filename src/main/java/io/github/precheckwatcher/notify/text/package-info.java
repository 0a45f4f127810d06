/**
 * An event as people read it: views, translations, templates, truncation.
 * May use notify, notify.event, log and precheck. Used by notify.chat, notify.route, notify.dispatch, the kinds and
 * cli.client.
 */
package io.github.precheckwatcher.notify.text;
