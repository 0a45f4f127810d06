/**
 * How people are told: notifiers, routing, and the outbox whose deliveries are made at least once.
 * May use secret and precheck. Does not know cloud, nor who asks for the telling.
 * Used by watch (Router), store (implements the port Outbox), registration, the simulator (signing) and above.
 */
package io.github.precheckwatcher.notify;
