/**
 * What the store as a whole reports of itself: readiness, metrics, whether writes work, and the clock that is kept at the
 * database's time.
 * May use its subpackages, watch, notify and below. Used by config and above.
 */
package io.github.precheckwatcher.store;
