/**
 * How the cloud is called: signed RPC-style calls, credentials, accounts, error codes. What one product alone says stands
 * in a package of its own below this one, which uses this one; nothing here knows a product.
 * May use secret and precheck. Does not know notify, nor who asks.
 * Used by watch (through the port {@code PrecheckQuery}), registration, the simulator (signing) and above.
 */
package io.github.precheckwatcher.cloud;
