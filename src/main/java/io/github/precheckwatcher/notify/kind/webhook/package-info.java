/**
 * The kind {@code webhook}: a CloudEvent signed by the Standard Webhooks rules.
 * May use notify's packages, precheck, log and secret, no other kind. Used by notify.kind, and by the simulator's sink
 * (signing).
 */
package io.github.precheckwatcher.notify.kind.webhook;
