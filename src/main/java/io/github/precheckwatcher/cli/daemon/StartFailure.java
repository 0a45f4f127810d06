package io.github.precheckwatcher.cli.daemon;

import io.github.precheckwatcher.config.StartAddresses;
import io.github.precheckwatcher.log.DatabaseUrls;
import io.github.precheckwatcher.store.database.StoreException;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Says why the daemon could not start, in words, from the cause that matters. Reads no configuration: that may be what
 * is broken.
 */
public final class StartFailure {
    private static final int H2_IN_USE = 90020;
    private static final String POSTGRESQL_DISK_FULL = "53100";
    private static final String MORE = " (java -Dquarkus.log.level=DEBUG -jar ... shows more)";

    /** SmallRye's words (SRCFG00039); as the value may hold a quotation mark, it ends where these words are met last. */
    private static final Pattern UNCONVERTED = Pattern.compile(
            "(?s) with the config value \"(?<value>.*)\" threw an Exception whilst being converted (?<why>.*)");

    private final Supplier<StartAddresses> addresses;

    public StartFailure(Supplier<StartAddresses> addresses) {
        this.addresses = addresses;
    }

    /** The message for a cause that is known already. */
    static String of(String cause) {
        return "cannot start: " + cause;
    }

    /** One message without a stack trace: what happened, where, what to do. Throws nothing. */
    String text(Throwable failure) {
        try {
            return reason(failure).map(StartFailure::of).orElseGet(() -> of(plain(decisive(causes(failure)))) + MORE);
        } catch (RuntimeException e) {
            return of(failure.getClass().getSimpleName()) + MORE;
        }
    }

    /** What happened, where and what to do, if that is known of this failure: of databases, files and addresses. */
    public Optional<String> reason(Throwable failure) {
        return causes(failure).stream()
                .map(this::known)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The last cause, unless a value could not be converted: there only SmallRye knows of which key. */
    private static Throwable decisive(List<Throwable> causes) {
        return causes.stream()
                .filter(cause ->
                        UNCONVERTED.matcher(String.valueOf(cause.getMessage())).find())
                .findFirst()
                .orElse(causes.get(causes.size() - 1));
    }

    /** A failure's own words without values, the names of classes and the numbers of a library's messages. */
    public static String plain(Throwable failure) {
        if (failure instanceof ConfigValidationException invalid) {
            return IntStream.range(0, invalid.getProblemCount())
                    .mapToObj(i -> unquoted(plain(invalid.getProblem(i).getMessage())))
                    .distinct()
                    .collect(Collectors.joining("; "));
        }
        String message = String.valueOf(failure.getMessage()).strip();
        if (failure.getMessage() == null || message.isEmpty()) {
            return failure.getClass().getSimpleName();
        }
        boolean ofValue = failure instanceof IllegalArgumentException || failure instanceof DateTimeException;
        return ofValue ? unquoted(plain(message)) : plain(message);
    }

    private static String plain(String message) {
        return DatabaseUrls.hidden(withoutValue(message))
                .replaceFirst("(?s)^Configuration validation failed:\\s*", "")
                .replaceAll("(?:[a-z]\\w*\\.){2,}[A-Z][\\w$]*(?:Exception|Error): ", "")
                .replaceAll("SRCFG\\d+: ", "")
                .replaceAll("\\s*\\R\\s*", " ")
                .strip();
    }

    /** A value out of the environment may be a secret; the converter quotes it too, or does not even quote. */
    private static String withoutValue(String message) {
        Matcher unconverted = UNCONVERTED.matcher(message);
        if (!unconverted.find()) {
            return message;
        }
        String value = unconverted.group("value");
        String why = unconverted.group("why");
        String hidden = value.isEmpty() ? why : why.replaceAll("(?<!\\w)" + Pattern.quote(value) + "(?!\\w)", "***");
        return message.substring(0, unconverted.start()) + " is wrong: " + unquoted(hidden);
    }

    /** Without what converters quote: an element of a list perhaps, or a value that was trimmed. */
    private static String unquoted(String words) {
        return words.replaceAll("(?s)[:,]?(?: got)? ?(?<!\\w)([\"']).*\\1(?!\\w)", "");
    }

    private Optional<String> known(Throwable t) {
        if (t instanceof SQLException sql) {
            return Optional.of(ofDatabase(sql));
        } else if (t instanceof YAMLException yaml) {
            return Optional.of(ofYaml(yaml));
        } else if (t instanceof BindException bind) {
            return Optional.of(ofAddress(bind));
        }
        return Optional.empty();
    }

    /** Quarkus says host and port of the one server, and nothing of the management server's. */
    private String ofAddress(BindException e) {
        StartAddresses configured = addresses.get();
        boolean api = e instanceof QuarkusBindException known
                && known.getPort() == configured.api().getPort();
        String what = api ? "the API" : "health and metrics";
        String key = api ? "quarkus.http" : "quarkus.management";
        boolean foreign = causes(e).stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(message -> message.toLowerCase(Locale.ROOT).contains("assign requested address"));
        if (foreign) {
            String host = e instanceof QuarkusBindException known ? " " + known.getHost() : "";
            return "the address" + host + " for " + what + " is none of this machine's; set " + key
                    + ".host to one that is, or to " + (api ? "127.0.0.1" : "0.0.0.0 for all");
        }
        String words = deepest(e).replaceFirst("^Port already bound: [0-9]+: ", "");
        String port = e instanceof QuarkusBindException known
                ? Integer.toString(known.getPort())
                : configured.managementPort();
        String taken = words.toLowerCase(Locale.ROOT).contains("already in use") ? "is taken" : "cannot be had";
        return "port " + port + " for " + what + " " + taken + " (" + words + "); stop the other process, or set " + key
                + ".port";
    }

    // the parser's own text quotes the file, and what it quotes may be a secret
    private static String ofYaml(YAMLException e) {
        OptionalInt line = e instanceof MarkedYAMLException marked && marked.getProblemMark() != null
                ? OptionalInt.of(marked.getProblemMark().getLine() + 1)
                : OptionalInt.empty();
        return "a YAML file that quarkus.config.locations names is broken"
                + (line.isPresent() ? " in line " + line.getAsInt() : "");
    }

    private String ofDatabase(SQLException sql) {
        if (sql.getErrorCode() == H2_IN_USE) {
            return "the store's file is in use by another process; stop that one, or set watcher.data-dir"
                    + " (several nodes share work with watcher.store: postgresql)";
        }
        String state = String.valueOf(sql.getSQLState());
        String server = "the database"
                + addresses.get().database().map(host -> " at " + host).orElse("");
        if (state.startsWith("08")) {
            return server + " cannot be reached (" + deepest(sql)
                    + "); check PGHOST and PGPORT, or quarkus.datasource.postgresql.jdbc.url";
        }
        if (state.startsWith("28")) {
            return server + " refuses the user (" + deepest(sql)
                    + "); check PGUSER and PGPASSWORD, or quarkus.datasource.postgresql.username and password";
        }
        if (state.equals("3D000")) {
            return server + " does not know it (" + deepest(sql)
                    + "); make it, or check PGDATABASE or quarkus.datasource.postgresql.jdbc.url";
        }
        if (state.equals(POSTGRESQL_DISK_FULL)) {
            return server + " has no room left on its disk";
        }
        if (deepest(sql).toLowerCase(Locale.ROOT).contains("no space left")) {
            return "the disk of watcher.data-dir is full; free it, or set watcher.data-dir";
        }
        return "the store cannot be used: " + deepest(sql)
                + StoreException.knownRemedy(sql).map(remedy -> "; " + remedy).orElse("");
    }

    /** The last cause, whose first sentence says what happened; an unknown host's message is but its name. */
    private static String deepest(Throwable failure) {
        List<Throwable> causes = causes(failure);
        Throwable last = causes.get(causes.size() - 1);
        String words = plain(last).replaceFirst("\\. .*", "").replaceFirst("\\.$", "");
        return last instanceof UnknownHostException ? "unknown host " + words : words;
    }

    /** The failure and its causes, outermost first; ends where causes run in a ring. */
    private static List<Throwable> causes(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> causes = new ArrayList<>();
        for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
            causes.add(t);
        }
        return causes;
    }
}
