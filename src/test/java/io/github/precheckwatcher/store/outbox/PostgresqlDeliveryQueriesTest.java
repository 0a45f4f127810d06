package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.store.database.Databases;

class PostgresqlDeliveryQueriesTest extends DeliveryQueriesContract {
    @Override
    Databases.Database fresh() {
        return Databases.postgresql();
    }
}
