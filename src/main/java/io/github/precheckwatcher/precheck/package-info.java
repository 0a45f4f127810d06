/**
 * What a precheck is and how it is judged: plain values and pure functions, no framework, clock or I/O.
 * Uses nothing but the JDK. Used by nearly every other package.
 */
package io.github.precheckwatcher.precheck;
