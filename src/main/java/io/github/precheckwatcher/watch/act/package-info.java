/**
 * What operators do to watches: which ones they choose, and the port to the store.
 * May use watch and log. Used by store, which implements the port, registration.act, api.act and cli.client.
 */
package io.github.precheckwatcher.watch.act;
