/**
 * A stand-in for the cloud API and a sink for webhooks, for demo and tests; off unless asked for.
 * May use its subpackages, notify and precheck. Used by cli.demo alone.
 */
package io.github.precheckwatcher.simulator;
