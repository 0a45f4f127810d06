package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.store.database.Databases;

class PostgresqlWatchQueriesTest extends WatchQueriesContract {
    @Override
    Databases.Database fresh() {
        return Databases.postgresql();
    }
}
