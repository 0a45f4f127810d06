/**
 * What chat platforms share: robots' addresses, mentions, sanitized markup, response codes in the body.
 * May use notify, notify.http, notify.text and notify.event. Used by the kinds of chat platforms.
 */
package io.github.precheckwatcher.notify.chat;
