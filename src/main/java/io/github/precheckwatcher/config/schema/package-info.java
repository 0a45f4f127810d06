/**
 * The checker: what may stand where (schema), what a file says with its lines (tree of values), problems in words,
 * limits, nearest words, placeholders, overrides, redaction.
 * Knows no reader. May use notify, watch, precheck and secret (their values). Used by config, its other subpackages,
 * api.http and cli.
 */
package io.github.precheckwatcher.config.schema;
