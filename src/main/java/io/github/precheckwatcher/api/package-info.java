/**
 * The REST resources below {@code /api/v1} and their JSON; commands read the same JSON.
 * May use api.http, registration, config, store.transfer (the backup), notify with its subpackages, log and precheck. Used
 * by cli.client.
 */
package io.github.precheckwatcher.api;
