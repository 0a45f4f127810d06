package io.github.precheckwatcher.store.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.store.database.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2VerdictQueriesTest extends VerdictQueriesContract {
    @TempDir
    Path dir;

    @Override
    Databases.Database fresh() {
        return Databases.h2(dir);
    }

    @Override
    void assertWalksVerdictsByTime(String plan) {
        assertThat(plan).contains("public.verdict_observed", "/* index sorted */");
    }
}
