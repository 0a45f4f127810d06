/**
 * The kind {@code email}: mails by SMTP, each recipient with its own fate.
 * May use notify's packages and precheck, no other kind. Used by notify.kind, and by config (the mail server's keys).
 */
package io.github.precheckwatcher.notify.kind.email;
