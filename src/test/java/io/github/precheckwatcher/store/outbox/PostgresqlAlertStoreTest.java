package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.store.database.Databases;

class PostgresqlAlertStoreTest extends AlertStoreContract {
    @Override
    Databases.Database fresh() {
        return Databases.postgresql();
    }
}
