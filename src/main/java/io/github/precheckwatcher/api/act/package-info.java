/**
 * What operators do to watches, by REST, and its JSON; commands read the same JSON.
 * May use api, api.http, registration.act, watch with its subpackages, notify, log and precheck. Used by cli.client.
 */
package io.github.precheckwatcher.api.act;
