/**
 * The kind {@code dingtalk}: Markdown for custom robots of DingTalk.
 * May use notify's packages, precheck, log and secret, no other kind. Used by notify.kind.
 */
package io.github.precheckwatcher.notify.kind.dingtalk;
