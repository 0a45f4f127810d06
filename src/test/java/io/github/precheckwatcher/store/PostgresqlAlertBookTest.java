package io.github.precheckwatcher.store;

class PostgresqlAlertBookTest extends AlertBookContract {
    @Override
    Databases.Database fresh() {
        return Databases.postgresql();
    }
}
