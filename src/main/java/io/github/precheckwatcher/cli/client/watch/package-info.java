/**
 * The commands on watches, their verdicts and mutes. May use cli.client, cli.console, api (the JSON), registration.act,
 * config, notify, precheck and watch (their words). Used by cli.
 */
package io.github.precheckwatcher.cli.client.watch;
