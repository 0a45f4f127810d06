/**
 * The commands that ask a running daemon over its REST resources, or the configuration alone where no daemon is needed.
 * May use cli.console, api (the JSON) and what a dry run needs. Used by cli.
 */
package io.github.precheckwatcher.cli.client;
