/**
 * The rules for secrets, the same for every source and at every time: what a text or a file must look like.
 * Uses nothing but the JDK.
 * Used by registration, cloud and notify.
 */
package io.github.precheckwatcher.secret;
