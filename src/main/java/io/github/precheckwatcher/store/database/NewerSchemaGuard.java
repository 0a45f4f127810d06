package io.github.precheckwatcher.store.database;

import java.util.Arrays;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Refuses a store whose schema is newer than this program: a newer version wrote it, and an older one may misread it.
 * Flyway alone would go on.
 */
final class NewerSchemaGuard implements Callback {
    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    /** @throws StoreException naming both versions, when the schema is newer */
    @Override
    public void handle(Event event, Context context) {
        MigrationInfo[] all = MigrationCallbacks.info(context).all();
        Arrays.stream(all).filter(NewerSchemaGuard::newer).reduce((a, b) -> b).ifPresent(newest -> {
            throw new StoreException(
                    "the store's schema has version " + newest.getVersion()
                            + ", newer than this program knows: start the version of precheck-watcher that wrote it, or a later one");
        });
    }

    private static boolean newer(MigrationInfo migration) {
        MigrationState state = migration.getState();
        return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
    }

    @Override
    public String getCallbackName() {
        return "newer-schema-guard";
    }
}
