/**
 * The REST resource that registers watches: what a request says and what became of it.
 * Uses config, registration and what holds for every request. Used by cli's client of it.
 */
package io.github.precheckwatcher.api.registration;
