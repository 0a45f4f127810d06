/**
 * The resource of mutes: notifying nobody of some watches for a time.
 * May use api, api.http and what is below. Used by cli.client, which reads its answers.
 */
package io.github.precheckwatcher.api.mute;
