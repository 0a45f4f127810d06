/**
 * What chat platforms share: robots' addresses, mentions, markup made harmless, response codes in the body.
 * May use notify.http, notify.text and below. Used by the kinds.
 */
package io.github.precheckwatcher.notify.chat;
