/**
 * What is to be watched becomes a watch, and ended watches are deleted after the retention.
 * May use config and everything below it. Used by cli.daemon.
 */
package io.github.precheckwatcher.registration;
