/**
 * Security Center's actions: their parameters, words, error codes, endpoints and checks.
 * May use cloud, which does not know it, cloud.answer and precheck. Used by config (endpoints); by the engine through
 * the port {@code PrecheckQuery} alone, and by the judgement through {@code KnownChecks}.
 */
package io.github.precheckwatcher.cloud.sas;
