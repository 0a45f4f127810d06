/**
 * How the cloud is asked: the signed REST client of Security Center (sas), endpoints, credentials, errors.
 * May use secret and precheck. Does not know notify, nor who asks.
 * Used by watch (through the port {@code PrecheckQuery}), registration, the simulator (signing) and above.
 */
package io.github.precheckwatcher.sas;
