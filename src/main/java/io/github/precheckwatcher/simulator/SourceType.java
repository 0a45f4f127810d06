package io.github.precheckwatcher.simulator;

import java.util.List;
import java.util.stream.Stream;

/** The database types that the vendor's page documents, each with its check items in the page's order (api.md 1.2). */
public enum SourceType {
    /** Microsoft SQL Server. */
    MSSQL("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE", "SQL_SERVER_DB_NOT_ONLINE"),
    /** Oracle Database. */
    ORACLE("ORACLE_INSTANCE_STATUS", "ORACLE_DB_STATUS", "ARCHIVELOG"),
    /** MySQL. */
    MYSQL("MYSQL_VERSION", "MYSQL_BINLOG");

    private static final List<String> SHARED = List.of("OSS_INTERNAL_ENDPOINT_CONNECTIVITY", "SERVICE_CONNECTIVITY");

    private final List<String> own;

    SourceType(String... own) {
        this.own = List.of(own);
    }

    /** The raw names of this type's check items; the two connectivity checks stand first. */
    public List<String> items() {
        return Stream.concat(SHARED.stream(), own.stream()).toList();
    }
}
