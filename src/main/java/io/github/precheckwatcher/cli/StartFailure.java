package io.github.precheckwatcher.cli;

import java.net.BindException;
import java.sql.SQLException;
import java.util.Locale;
import org.eclipse.microprofile.config.ConfigProvider;

/** Says why the daemon could not start, in words, from the cause that matters. */
final class StartFailure {
    private static final int H2_IN_USE = 90020;

    private StartFailure() {}

    /** The message for a cause that is known already. */
    static String of(String cause) {
        return "cannot start: " + cause;
    }

    /** One message without a stack trace: what happened, where, what to do. */
    static String text(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String known = known(t);
            if (known != null) {
                return of(known);
            }
            if (t.getCause() == t) {
                break;
            }
        }
        return "cannot start: " + deepest(failure) + " (run with -Dquarkus.log.level=DEBUG to see more)";
    }

    private static String known(Throwable t) {
        if (t instanceof SQLException sql) {
            return ofDatabase(sql);
        }
        String message = String.valueOf(t.getMessage());
        if (t instanceof BindException || t.getClass().getSimpleName().equals("QuarkusBindException")) {
            return "port " + managementPort() + " (health and metrics) is taken (" + message
                    + "); stop the other process, or set quarkus.management.port";
        }
        return null;
    }

    private static String managementPort() {
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.management.port", String.class)
                .orElse("9000");
    }

    private static String ofDatabase(SQLException sql) {
        String message = String.valueOf(sql.getMessage());
        if (sql.getErrorCode() == H2_IN_USE) {
            return "the store's file is in use by another process; stop that one, or set watcher.data-dir"
                    + " (several nodes share work with watcher.store: postgresql)";
        }
        String state = String.valueOf(sql.getSQLState());
        if (state.startsWith("08")) {
            return "the database cannot be reached: " + message + "; check quarkus.datasource.postgresql.jdbc.url";
        }
        if (state.startsWith("28")) {
            return "the database refuses the user: " + message
                    + "; check quarkus.datasource.postgresql.username and password";
        }
        if (message.toLowerCase(Locale.ROOT).contains("no space left")) {
            return "the disk of watcher.data-dir is full";
        }
        return "the store cannot be used: " + message;
    }

    private static String deepest(Throwable failure) {
        Throwable t = failure;
        while (t.getCause() != null && t.getCause() != t) {
            t = t.getCause();
        }
        return t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
    }
}
