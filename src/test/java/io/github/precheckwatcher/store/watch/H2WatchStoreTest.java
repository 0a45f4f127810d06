package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.store.database.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contracts of the WatchStore on H2, in a file. */
class H2WatchStoreTest {
    @TempDir
    Path dir;

    @Nested
    class Registration extends RegistrationContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class Request extends RequestContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class FirstStart extends FirstStartContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class Claim extends ClaimContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class WriteBack extends WriteBackContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class Account extends AccountContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class Retention extends RetentionContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class Words extends WordsContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class BringBack extends BringBackTimesContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class Summary extends SummaryContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class Removed extends UnnamedContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class Progress extends ProgressContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class Acts extends WatchActsContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }

    @Nested
    class Forget extends ForgetContract {
        @Override
        Databases.Database fresh() {
            return Databases.h2(dir);
        }
    }
}
