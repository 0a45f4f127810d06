package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.store.database.Databases;

class PostgresqlMuteStoreTest extends MuteStoreContract {
    @Override
    Databases.Database fresh() {
        return Databases.postgresql();
    }
}
