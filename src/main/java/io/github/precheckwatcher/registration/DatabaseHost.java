package io.github.precheckwatcher.registration;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where PostgreSQL is, for a message that says it cannot be reached: Quarkus's own configuration may not stand then. */
public final class DatabaseHost {
    private DatabaseHost() {}

    /**
     * Host and port by a folder's file and PostgreSQL's variables; nothing secret.
     *
     * @param folder the configuration folder
     * @param environment the process's environment variables
     * @return empty when the address is given in another way
     */
    public static Optional<String> of(Path folder, Map<String, String> environment) {
        return QuarkusKeys.of(folder, environment).databaseHost();
    }
}
