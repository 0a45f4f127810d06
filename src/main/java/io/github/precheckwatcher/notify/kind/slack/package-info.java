/**
 * The kind {@code slack}: incoming webhooks with Block Kit.
 * May use notify's packages and precheck, no other kind. Used by notify.kind.
 */
package io.github.precheckwatcher.notify.kind.slack;
