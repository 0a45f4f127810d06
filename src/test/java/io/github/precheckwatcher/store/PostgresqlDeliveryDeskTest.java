package io.github.precheckwatcher.store;

class PostgresqlDeliveryDeskTest extends DeliveryDeskContract {
    @Override
    Databases.Database fresh() {
        return Databases.postgresql();
    }
}
