package io.github.precheckwatcher.store.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.watch.WatchQueries;

class PostgresqlWatchQueriesTest extends WatchQueriesContract {
    @Override
    Databases.Database fresh() {
        return Databases.postgresql();
    }

    @Override
    boolean listsWatches(String plan) {
        return plan.contains("Limit");
    }

    @Override
    void readsInOrder(String plan, WatchQueries.Order order) {
        String index = switch (order) {
            case NAME -> "watch_name_order";
            case DUE -> "watch_due";
            case ENDED -> "verdict_observed";
        };
        assertThat(plan).contains(index).doesNotContain("Sort", "Seq Scan");
    }
}
