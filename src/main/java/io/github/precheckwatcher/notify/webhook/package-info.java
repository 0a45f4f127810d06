/**
 * The notifier kind {@code webhook}: a CloudEvent signed by the Standard Webhooks rules (contract.md 4).
 * May use notify and precheck.
 * Used by notify's list of kinds, and the simulator's sink (signing).
 */
package io.github.precheckwatcher.notify.webhook;
