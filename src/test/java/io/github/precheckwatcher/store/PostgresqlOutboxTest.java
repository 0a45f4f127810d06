package io.github.precheckwatcher.store;

class PostgresqlOutboxTest extends OutboxContract {
    @Override
    Databases.Database fresh() {
        return Databases.postgresql();
    }
}
