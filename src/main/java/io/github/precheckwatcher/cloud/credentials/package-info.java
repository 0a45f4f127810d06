/**
 * The keys that calls are signed with: where they come from, when they are fetched anew, and how they are kept out of
 * what is shown.
 * May use secret and precheck; knows nothing of calls. Used by cloud, cloud.answer and config.
 */
package io.github.precheckwatcher.cloud.credentials;
