/**
 * The notifier kind {@code feishu}, Lark too: cards sent to a custom bot of a group (docs/notifiers/feishu.md).
 * May use notify and precheck.
 * Used by notify's list of kinds alone.
 */
package io.github.precheckwatcher.notify.feishu;
