package io.github.precheckwatcher.store.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.PGConnection;

/** Which version a store's tables have, and making the tables of a version. */
public final class SchemaVersion {
    /** Flyway's own table. */
    public static final String HISTORY = "flyway_schema_history";

    private SchemaVersion() {}

    /**
     * The version of a store's tables.
     *
     * @return empty when there are none
     * @throws StoreException when a migration failed there
     */
    public static Optional<String> of(Connection connection) throws SQLException {
        TreeSet<MigrationVersion> versions = new TreeSet<>();
        if (hasHistory(connection)) {
            String sql = "select \"version\", \"success\" from \"" + HISTORY + "\" where \"version\" is not null";
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    if (!result.getBoolean("success")) {
                        throw new StoreException("the store's migration to version " + result.getString("version")
                                + " failed; start the daemon, which completes or undoes it, and stop it again");
                    }
                    versions.add(MigrationVersion.fromVersion(result.getString("version")));
                }
            }
        }
        return versions.isEmpty()
                ? Optional.empty()
                : Optional.of(versions.last().getVersion());
    }

    private static boolean hasHistory(Connection connection) throws SQLException {
        String sql = "select 1 from information_schema.tables where table_schema = current_schema and table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, HISTORY);
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    /**
     * Makes the tables of a version in a database that has none, or has those of an older version.
     *
     * @throws StoreException when this program does not know the version, or when the database cannot hold a store
     */
    public static void make(DataSource source, String version) throws SQLException {
        MigrationVersion wanted = MigrationVersion.fromVersion(version);
        requireKnown(source, wanted);
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(source)
                .target(wanted)
                .callbacks(new EncodingGuard(), new NewerSchemaGuard());
        if (isPostgresql(source)) {
            configuration.initSql(PostgresqlSession.forMigrations());
        }
        configuration.load().migrate();
    }

    private static void requireKnown(DataSource source, MigrationVersion wanted) {
        boolean known = Arrays.stream(
                        Flyway.configure().dataSource(source).load().info().all())
                .anyMatch(migration -> migration.getState().isResolved() && wanted.equals(migration.getVersion()));
        if (!known) {
            throw new StoreException(
                    "its schema has version " + wanted
                            + ", which this program does not know: use the version of precheck-watcher that wrote it, or a later one");
        }
    }

    private static boolean isPostgresql(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return connection.isWrapperFor(PGConnection.class);
        }
    }
}
