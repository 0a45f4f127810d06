/**
 * Posting to a receiver: one exchange bounded as a whole, the check of the address connected to, what a response means.
 * May use notify, http, secret, log and precheck. Used by notify.chat and the kinds that post.
 */
package io.github.precheckwatcher.notify.http;
