/**
 * The REST resource of deliveries: what was sent, is to be sent or could not be sent, sending it again, and giving it up.
 * May use api.http, notify with its subpackages and log. Used by api and cli.client.
 */
package io.github.precheckwatcher.api.delivery;
