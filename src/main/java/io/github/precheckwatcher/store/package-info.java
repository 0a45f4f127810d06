/**
 * What is kept: implements the ports of watch and notify by JDBC, H2 file by default and PostgreSQL for several nodes,
 * with the same SQL; Flyway migrations.
 * May use watch, notify, cloud and precheck. Used by registration and above, and by the container through the ports.
 */
package io.github.precheckwatcher.store;
