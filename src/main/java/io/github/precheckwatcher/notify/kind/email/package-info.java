/**
 * The kind {@code email}: mails by SMTP, each recipient with its own fate.
 * May use notify's packages, log and precheck, no other kind. Used by notify.kind, by config (the mail server's keys)
 * and by cli.client (a dry run).
 */
package io.github.precheckwatcher.notify.kind.email;
