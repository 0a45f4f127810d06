/**
 * What operators ask of watches is done: cancel, poll, rewatch, forget.
 * May use registration, config and everything below it. Used by api.act.
 */
package io.github.precheckwatcher.registration.act;
