/**
 * The notifier kind {@code slack}: blocks sent to an incoming webhook (docs/notifiers/slack.md).
 * May use notify and precheck.
 * Used by notify's list of kinds alone.
 */
package io.github.precheckwatcher.notify.slack;
