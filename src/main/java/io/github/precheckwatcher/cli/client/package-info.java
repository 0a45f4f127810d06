/**
 * What all commands share that ask a running daemon over its REST resources, and those on the daemon itself: accounts,
 * backup, reload. May use cli.console, api (the JSON), config and store.transfer (checks a backup). Used by cli,
 * cli.client.watch and cli.client.notify.
 */
package io.github.precheckwatcher.cli.client;
