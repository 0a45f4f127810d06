package io.github.precheckwatcher.store.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.store.database.Databases;

class PostgresqlVerdictQueriesTest extends VerdictQueriesContract {
    @Override
    Databases.Database fresh() {
        return Databases.postgresql();
    }

    @Override
    void assertWalksVerdictsByTime(String plan) {
        assertThat(plan).contains("using verdict_observed on verdict").doesNotContain("Seq Scan on verdict");
    }
}
