/**
 * The kind {@code slack}: incoming webhooks with Block Kit.
 * May use notify's packages, precheck, log and secret, no other kind. Used by notify.kind.
 */
package io.github.precheckwatcher.notify.kind.slack;
