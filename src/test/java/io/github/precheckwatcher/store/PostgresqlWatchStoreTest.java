package io.github.precheckwatcher.store;

class PostgresqlWatchStoreTest extends WatchStoreContract {
    @Override
    Databases.Database fresh() {
        return Databases.postgresql();
    }
}
