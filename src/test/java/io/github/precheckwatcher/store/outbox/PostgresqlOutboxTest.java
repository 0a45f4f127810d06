package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.store.database.Databases;

class PostgresqlOutboxTest extends OutboxContract {
    @Override
    Databases.Database fresh() {
        return Databases.postgresql();
    }
}
