/**
 * The notifier kind {@code email}: plain text mails through the mail server that {@code quarkus.mailer.*} names.
 * May use notify and precheck.
 * Used by notify's list of kinds alone.
 */
package io.github.precheckwatcher.notify.email;
