/**
 * The kind {@code wecom}: Markdown for group robots of WeCom.
 * May use notify's packages, precheck, log and secret, no other kind. Used by notify.kind.
 */
package io.github.precheckwatcher.notify.kind.wecom;
