/**
 * An HTTP response of the cloud as it came: its bounded body, its fields, its error envelope in JSON or XML, and its words
 * made safe to show.
 * May use cloud.credentials and precheck. Used by cloud and its products.
 */
package io.github.precheckwatcher.cloud.answer;
