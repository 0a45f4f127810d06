/**
 * The kind {@code dingtalk}: Markdown for custom robots of DingTalk.
 * May use notify's packages and precheck, no other kind. Used by notify.kind.
 */
package io.github.precheckwatcher.notify.kind.dingtalk;
