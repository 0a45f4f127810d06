package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.store.database.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2MuteStoreTest extends MuteStoreContract {
    @TempDir
    Path dir;

    @Override
    Databases.Database fresh() {
        return Databases.h2(dir);
    }
}
