/**
 * The notifiers' keys (mapping interfaces) and their readers, the mail server's and the proxies' too.
 * May use config.schema, config.secret, notify, http, secret and precheck. Used by config.
 */
package io.github.precheckwatcher.config.notifier;
