/**
 * What the cloud's calls and the notifiers share of HTTP: the proxy on the way, and what a refusal on the way means.
 * Uses Vert.x and Netty, nothing of ours. Used by config, cloud and notify.
 */
package io.github.precheckwatcher.http;
