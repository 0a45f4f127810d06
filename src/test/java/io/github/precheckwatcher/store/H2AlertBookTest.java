package io.github.precheckwatcher.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2AlertBookTest extends AlertBookContract {
    @TempDir
    Path dir;

    @Override
    Databases.Database fresh() {
        return Databases.h2(dir);
    }
}
