/**
 * The commands that ask a running daemon over its REST resources, or the configuration alone where no daemon is needed.
 * May use cli.console, api (the JSON), config and what a dry run needs of notify, log and precheck. Used by cli.
 */
package io.github.precheckwatcher.cli.client;
