/**
 * A stand-in for the cloud API and a sink for webhooks, for demo and tests; off unless asked for.
 * May use the signing of cloud and notify, and precheck.
 * Used by cli's {@code demo} and {@code simulate} alone.
 */
package io.github.precheckwatcher.simulator;
