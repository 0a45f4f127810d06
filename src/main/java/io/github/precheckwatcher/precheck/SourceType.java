package io.github.precheckwatcher.precheck;

import java.util.Optional;

/** The database types that the vendor's page of QueryPreCheckDatabase documents. */
public enum SourceType {
    /** Microsoft SQL Server. */
    MSSQL,
    /** Oracle Database; request parameters of the vendor spell it {@code Oracle}. */
    ORACLE,
    /** MySQL. */
    MYSQL;

    /** How a raw word is kept to be compared: a documented type by its name, any other as it is, but without commas. */
    public static String word(String raw) {
        return of(raw).map(SourceType::name).orElseGet(() -> Words.strip(raw).replace(',', ' '));
    }

    /** The type that a raw word stands for, compared as {@link Words} compares; empty for an unheard-of one. */
    public static Optional<SourceType> of(String raw) {
        return switch (Words.normal(raw)) {
            case "mssql" -> Optional.of(MSSQL);
            case "oracle" -> Optional.of(ORACLE);
            case "mysql" -> Optional.of(MYSQL);
            default -> Optional.empty();
        };
    }
}
