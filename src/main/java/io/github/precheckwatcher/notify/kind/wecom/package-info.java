/**
 * The kind {@code wecom}: Markdown for group robots of WeCom.
 * May use notify's packages and precheck, no other kind. Used by notify.kind.
 */
package io.github.precheckwatcher.notify.kind.wecom;
