/**
 * The rules for secrets, the same for every source and at every time: what a text or a file must look like; certificates in
 * PEM form, and HMAC.
 * Uses nothing but the JDK. Used by config, cloud and notify.
 */
package io.github.precheckwatcher.secret;
