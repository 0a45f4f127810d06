/**
 * The main class and what comes from outside: clock, randomness, ids.
 * May use cli alone. Used by nobody.
 */
package io.github.precheckwatcher;
