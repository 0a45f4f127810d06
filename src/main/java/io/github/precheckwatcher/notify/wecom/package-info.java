/**
 * The notifier kind {@code wecom}: a WeCom group's robot, told by markdown messages (docs/notifiers/wecom.md).
 * May use notify and precheck.
 * Used by notify's list of kinds alone.
 */
package io.github.precheckwatcher.notify.wecom;
