/**
 * An event as people read it: views, translations, templates, truncation.
 * May use notify, notify.event and precheck. Used by notify.chat, notify.route, notify.dispatch and the kinds.
 */
package io.github.precheckwatcher.notify.text;
