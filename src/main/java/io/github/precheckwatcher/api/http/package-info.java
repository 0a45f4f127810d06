/**
 * What holds for every request to both HTTP ports: problems (RFC 9457), allowed methods, pages of lists, bounds against
 * callers, metrics and the OpenAPI document.
 * Knows no resource. May use notify, config.schema, store.database and log. Used by api and cli.
 */
package io.github.precheckwatcher.api.http;
