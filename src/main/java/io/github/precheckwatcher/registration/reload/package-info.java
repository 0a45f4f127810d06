/**
 * The files are read again while the daemon runs: when they have changed, by SIGHUP, REST or command. What they say takes
 * effect all or nothing; tasks that are gone are watched to their end or cancelled.
 * May use registration, config and everything below it. Used by api and cli.
 */
package io.github.precheckwatcher.registration.reload;
