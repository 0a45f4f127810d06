/**
 * The checker: what may stand where (schema), what a file says with its lines (tree of values), problems in words, limits,
 * nearest words, placeholders, overrides, redaction.
 * Knows no reader. Used by config and its other subpackages.
 */
package io.github.precheckwatcher.config.schema;
