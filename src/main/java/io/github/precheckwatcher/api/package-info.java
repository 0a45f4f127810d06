/**
 * The REST resources below {@code /api/v1} and their JSON; commands read the same JSON.
 * May use api.http and everything below registration. Used by page and cli.
 */
package io.github.precheckwatcher.api;
