/**
 * The keys that calls are signed with: where they come from, when they are fetched anew, and how they are kept out of what
 * is shown. Uses secret and precheck; knows nothing of calls.
 * Used by cloud and registration.
 */
package io.github.precheckwatcher.cloud.credentials;
