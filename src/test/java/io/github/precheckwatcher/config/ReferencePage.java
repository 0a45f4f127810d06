package io.github.precheckwatcher.config;

import io.github.precheckwatcher.cloud.AccountsConfig;
import io.github.precheckwatcher.config.notifier.KindKeys;
import io.github.precheckwatcher.config.notifier.MentionConfig;
import io.github.precheckwatcher.config.notifier.MentionMatchConfig;
import io.github.precheckwatcher.config.notifier.NotifiersConfig;
import io.github.precheckwatcher.config.schema.DurationFormat;
import io.github.precheckwatcher.config.schema.Limits;
import io.github.precheckwatcher.config.schema.ScalarCheck;
import io.github.precheckwatcher.config.schema.Schema;
import io.github.precheckwatcher.config.upkeep.HeartbeatConfig;
import io.github.precheckwatcher.config.upkeep.SummaryConfig;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.RateLimits;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.kind.email.MailerConfig;
import io.github.precheckwatcher.store.database.StoreConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes docs/configuration.md: keys, types, defaults and bounds as the loader knows them, meanings from the Javadoc in
 * the mapping interfaces' source, in its order.
 */
final class ReferencePage {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path INTRODUCTION = Path.of("src/test/resources/configuration-introduction.md");
    private static final Pattern KEY = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*((?:@\\w+(?:\\(\"[^\"]*\"\\))?\\s*)*)[\\w<>,. ]+? (\\w+)\\(\\);",
            Pattern.DOTALL);

    private static final Pattern NAMED = Pattern.compile("@WithName\\(\"([^\"]+)\"\\)");

    private ReferencePage() {}

    static String write() throws IOException {
        StringBuilder page = new StringBuilder(Files.readString(INTRODUCTION));
        table(page, "application.yaml: `watcher`", "", StoreConfig.class, DaemonConfig.class);
        table(
                page,
                "application.yaml: `watcher.accounts.<name>`",
                doc(AccountsConfig.class),
                AccountsConfig.AccountConfig.class);
        table(page, "application.yaml: `watcher.accounts.<name>.tls`", "", AccountsConfig.TlsConfig.class);
        table(
                page,
                "application.yaml: `watcher.accounts.<name>.credentials`",
                "",
                AccountsConfig.CredentialsConfig.class);
        table(
                page,
                "application.yaml: `watcher.polling`",
                "A task may set all but `deadline` and `lease` under a `polling` of its own.",
                PollingKeys.class,
                PollingConfig.class);
        table(
                page,
                "application.yaml: `watcher.notifiers.<name>`",
                doc(NotifiersConfig.class),
                NotifiersConfig.NotifierConfig.class);
        table(page, "application.yaml: `watcher.notifiers.<name>.retry`", "", NotifiersConfig.RetryConfig.class);
        table(page, "application.yaml: `watcher.notifiers.<name>.when`", "", NotifiersConfig.WhenConfig.class);
        table(page, "application.yaml: `watcher.notifiers.<name>.digest`", "", NotifiersConfig.DigestConfig.class);
        table(page, "application.yaml: `watcher.notifiers.<name>.tls`", "", NotifiersConfig.TlsConfig.class);
        table(
                page,
                "application.yaml: `watcher.notifiers.<name>.mention`",
                "Ids as the platform writes them, or `all`; nobody is called where nothing is written.",
                MentionConfig.class);
        table(
                page,
                "application.yaml: `watcher.notifiers.<name>.mention-match[]`",
                "Further ids for watches with certain labels.",
                MentionMatchConfig.class,
                MentionConfig.class);
        kinds(page);
        table(
                page,
                "application.yaml: `quarkus.mailer`",
                "The mail server of all notifiers of type email. Every other key is an error. A variable"
                        + " `QUARKUS_MAILER_...` overrides one, or stands for it.",
                MailerConfig.class);
        table(
                page,
                "application.yaml: `watcher.heartbeat`",
                "A dead man's switch: each node calls it for itself, so give each an address of its own. `tls` has the keys of"
                        + " a notifier's.",
                HeartbeatConfig.class);
        table(page, "application.yaml: `watcher.api`", "", DaemonConfig.Api.class);
        table(page, "application.yaml: `watcher.summary`", "", SummaryConfig.class);
        table(page, "tasks.yaml: `tasks[]`", "", TasksFile.Task.class, TasksFile.Shared.class);
        table(page, "tasks.yaml: `defaults`", "", TasksFile.Shared.class);
        return page.toString();
    }

    /** Which keys fit which kind, and how fast each may be called, as the kinds say. */
    private static void kinds(StringBuilder page) {
        page.append("\n## application.yaml: which keys of a notifier go with which `type`\n\n");
        page.append("Every type: ")
                .append(keys(NotifierType.COMMON.stream()))
                .append(". A key `x` of the table goes with its `x-file`, `mention` with `mention-match`.\n\n");
        page.append(
                "| type | further keys | `rate-limit` | `rate-limit-pause` | `digest.after` |\n|---|---|---|---|---|\n");
        for (NotifierKind kind : NotifierKind.values()) {
            RateLimits rateLimits = kind.type().rateLimits();
            boolean paced = KindKeys.fits(kind, "rate-limit");
            page.append("| `")
                    .append(kind.type().name())
                    .append("` | ")
                    .append(keys(KindKeys.ALL.stream()
                            .filter(key -> KindKeys.fits(kind, key))
                            .filter(key -> !NotifierType.COMMON.contains(key) && !key.matches(".*-(files?|match)")
                                    || key.equals("template-file") && KindKeys.fits(kind, key))))
                    .append(" | ")
                    .append(paced ? limits(rateLimits) : "")
                    .append(" | ")
                    .append(
                            KindKeys.fits(kind, "rate-limit-pause")
                                    ? DurationFormat.shown(rateLimits.rateLimitPause())
                                    : "")
                    .append(" | ")
                    .append(rateLimits
                            .digest()
                            .filter(digest -> paced)
                            .map(digest -> DurationFormat.shown(digest.after()))
                            .orElse(""))
                    .append(" |\n");
        }
    }

    private static String keys(Stream<String> keys) {
        return keys.sorted().map(key -> "`" + key + "`").collect(Collectors.joining(" "));
    }

    private static String limits(RateLimits rateLimits) {
        return rateLimits.limits().stream()
                .map(limit -> limit.messages() + "/" + DurationFormat.shown(limit.span()))
                .collect(Collectors.joining(", "));
    }

    private static void table(StringBuilder page, String title, String introduction, Class<?>... interfaces) {
        page.append("\n## ").append(title).append("\n\n");
        if (!introduction.isEmpty()) {
            page.append(introduction).append("\n\n");
        }
        page.append("| key | type | default | meaning |\n|---|---|---|---|\n");
        Schema.Group group = Schema.of(interfaces);
        Map<String, String> meanings = new LinkedHashMap<>();
        for (Class<?> mapping : interfaces) {
            meanings.putAll(meanings(mapping));
        }
        if (!meanings.keySet().equals(group.keys().keySet())) {
            throw new IllegalStateException("keys without Javadoc, or Javadoc without key: "
                    + group.keys().keySet() + " and " + meanings.keySet());
        }
        meanings.forEach((name, meaning) -> {
            Schema.Key key = group.keys().get(name);
            page.append("| `")
                    .append(name)
                    .append("` | ")
                    .append(type(key.schema(), name))
                    .append(" | ");
            page.append(key.byDefault().map(d -> "`" + d + "`").orElse(key.required() ? "**required**" : ""));
            page.append(" | ").append(meaning.replace("|", "\\|")).append(" |\n");
        });
    }

    private static String type(Schema schema, String name) {
        if (schema instanceof Schema.Scalar scalar) {
            return word(scalar.type(), name) + (isSecret(scalar) ? ", secret" : "");
        }
        if (schema instanceof Schema.Many many) {
            return many.each() instanceof Schema.Group
                    ? "list of keys with a table of their own"
                    : (many.orOne() ? "one or a list of " : "list of ") + type(many.each(), name);
        }
        if (schema instanceof Schema.Named named) {
            return named.each() instanceof Schema.Scalar scalar && scalar.type() == Path.class
                    ? "names and paths"
                    : "names and texts";
        }
        return "keys with a table of their own";
    }

    private static boolean isSecret(Schema.Scalar scalar) {
        return scalar.hidden() && scalar.type() != URI.class;
    }

    private static String word(Class<?> type, String name) {
        if (type.isEnum()) {
            return ScalarCheck.words(type).stream().map(w -> "`" + w + "`").collect(Collectors.joining(" "));
        }
        if (type == Duration.class) {
            return "duration" + Limits.span(name).map(s -> ", " + s.shown()).orElse("");
        }
        if (type == int.class || type == Integer.class || type == double.class) {
            return "number" + Limits.range(name).map(r -> ", " + r.shown()).orElse("");
        }
        if (type == URI.class) {
            return "address";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "`true` `false`";
        }
        return type == Path.class ? "path" : "text";
    }

    /** The keys of an interface in the source's order, with their Javadoc. */
    private static Map<String, String> meanings(Class<?> mapping) {
        Map<String, String> meanings = new LinkedHashMap<>();
        Matcher key = KEY.matcher(body(mapping));
        while (key.find()) {
            Matcher named = NAMED.matcher(key.group(2));
            meanings.put(named.find() ? named.group(1) : kebab(key.group(3)), plain(key.group(1)));
        }
        return meanings;
    }

    /** The Javadoc of an interface's one method. */
    private static String doc(Class<?> mapping) {
        return meanings(mapping).values().iterator().next();
    }

    /** What stands between the braces of an interface, nested interfaces left out. */
    private static String body(Class<?> mapping) {
        Class<?> outer = mapping.getEnclosingClass() == null ? mapping : mapping.getEnclosingClass();
        String source = read(SOURCES.resolve(outer.getName().replace('.', '/') + ".java"));
        int from = source.indexOf('{', source.indexOf("interface " + mapping.getSimpleName() + " "));
        StringBuilder body = new StringBuilder();
        int depth = 0;
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            // {@code x} in a comment is no block
            boolean inTag = c == '{' && source.charAt(i + 1) == '@';
            if (inTag) {
                int end = source.indexOf('}', i);
                body.append(depth == 1 ? source.substring(i, end + 1) : "");
                i = end;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                break;
            } else if (depth == 1) {
                body.append(c);
            }
        }
        return body.toString();
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\s*\\n\\s*\\*?\\s*", " ")
                .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                .strip();
    }

    private static String kebab(String method) {
        return method.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
