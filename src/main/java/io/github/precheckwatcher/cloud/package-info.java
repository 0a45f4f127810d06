/**
 * How the cloud is called: signed RPC-style calls, accounts, what a response means. What one product alone says stands
 * in a package of its own beside this one, which uses this one; nothing here knows a product.
 * May use cloud.credentials, cloud.answer, http, secret and precheck. Used by cloud.sas, watch (through the port {@code
 * PrecheckQuery}), config and the simulator (signing).
 */
package io.github.precheckwatcher.cloud;
