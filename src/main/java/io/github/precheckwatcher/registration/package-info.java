/**
 * What is to be watched, and the configuration files: read, checked, every error told with its line.
 * May use store, watch, notify, cloud, secret and precheck.
 * Used by cli, api and page.
 */
package io.github.precheckwatcher.registration;
