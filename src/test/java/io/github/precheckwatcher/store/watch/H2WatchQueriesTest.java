package io.github.precheckwatcher.store.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.watch.WatchQueries;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;

class H2WatchQueriesTest extends WatchQueriesContract {
    @TempDir
    Path dir;

    @Override
    Databases.Database fresh() {
        return Databases.h2(dir);
    }

    @Override
    boolean listsWatches(String plan) {
        return plan.contains("FETCH FIRST");
    }

    @Override
    void readsInOrder(String plan, WatchQueries.Order order) {
        String index = switch (order) {
            case NAME -> "WATCH_NAME_ORDER";
            case DUE -> "WATCH_DUE";
            case ENDED -> "VERDICT_OBSERVED";
        };
        assertThat(plan.toUpperCase(Locale.ROOT)).contains(index, "INDEX SORTED");
    }
}
