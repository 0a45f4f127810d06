package io.github.precheckwatcher.store;

import io.github.precheckwatcher.store.database.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the NodeStore on both databases. */
class NodeStoreTest {
    @Nested
    class OnH2 extends NodeStoreContract {
        @TempDir
        Path dir;

        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class OnPostgresql extends NodeStoreContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }
}
