/**
 * The REST resource of verdicts: what every round came to, as JSON and as CSV.
 * May use api with api.http, watch, notify, log and precheck. Used by cli.client.
 */
package io.github.precheckwatcher.api.verdict;
