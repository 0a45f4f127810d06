package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.store.database.Databases;
import org.junit.jupiter.api.Nested;

/** The contracts of the WatchStore on PostgreSQL. */
class PostgresqlWatchStoreTest {
    @Nested
    class Registration extends RegistrationContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class Request extends RequestContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class FirstStart extends FirstStartContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class Claim extends ClaimContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class WriteBack extends WriteBackContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class Account extends AccountContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class Retention extends RetentionContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class Words extends WordsContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class BringBack extends BringBackTimesContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class Summary extends SummaryContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class Removed extends UnnamedContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class Progress extends ProgressContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class Acts extends WatchActsContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }

    @Nested
    class Forget extends ForgetContract {
        @Override
        Databases.Database fresh() {
            return Databases.postgresql();
        }
    }
}
