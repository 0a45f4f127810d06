/**
 * The REST resources below {@code /api/v1}, their JSON and their errors; commands read the same JSON.
 * May use registration, store, watch, cloud, notify and precheck.
 * Used by page and cli.
 */
package io.github.precheckwatcher.api;
