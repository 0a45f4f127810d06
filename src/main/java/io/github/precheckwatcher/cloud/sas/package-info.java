/**
 * Security Center's actions: their parameters, words, error codes, endpoints and checks.
 * May use cloud, which does not know it, and precheck.
 * Used by registration (endpoints) and the simulator; by the engine through the port {@code PrecheckQuery} alone.
 */
package io.github.precheckwatcher.cloud.sas;
