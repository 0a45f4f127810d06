/**
 * The state and budget of an account as the store keeps them, and the pure rules that change them.
 * Knows no watch. May use cloud, notify and precheck. Used by watch and store.
 */
package io.github.precheckwatcher.watch.account;
