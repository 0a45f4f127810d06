/**
 * The notifier kind {@code dingtalk}: a DingTalk group's custom robot, told by markdown messages (docs/notifiers/dingtalk.md).
 * May use notify and precheck.
 * Used by notify's list of kinds alone.
 */
package io.github.precheckwatcher.notify.dingtalk;
