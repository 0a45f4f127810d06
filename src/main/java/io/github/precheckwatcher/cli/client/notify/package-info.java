/**
 * The commands on deliveries, notifiers, routes and alerts, which ask a running daemon, or the configuration alone where no
 * daemon is needed. May use cli.client, cli.console, api (the JSON), config and what a dry run needs of notify, log and
 * precheck. Used by cli.
 */
package io.github.precheckwatcher.cli.client.notify;
