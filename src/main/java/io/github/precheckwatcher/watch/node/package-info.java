/**
 * The processes that work on one store: which of them are alive, and whether their files name the same tasks. May use
 * nothing but the JDK. Implemented by store; used by registration.upkeep and api.
 */
package io.github.precheckwatcher.watch.node;
