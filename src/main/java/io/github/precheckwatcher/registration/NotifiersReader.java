package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.notify.AlertTimes;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.NotifierKind;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifiersConfig;
import io.github.precheckwatcher.notify.NotifiersConfig.NotifierConfig;
import io.github.precheckwatcher.notify.RetrySchedule;
import io.github.precheckwatcher.notify.Routing;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.precheck.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the notifiers: what each kind needs and takes, where it sends, what is routed to it. */
final class NotifiersReader {
    static final String PATH = "watcher.notifiers";

    /** Keys that say something about a webhook only. */
    private static final List<String> OF_WEBHOOK = List.of(
            "url",
            "url-file",
            "secret",
            "secret-file",
            "secrets",
            "secret-files",
            "headers",
            "targets",
            "content-type");

    private static final int SHOWN_MATCHER = 200;

    private final Found found;
    private final Problems problems;
    private final WebhookReader webhook;

    NotifiersReader(Found found, Problems problems) {
        this.found = found;
        this.problems = problems;
        this.webhook = new WebhookReader(found, problems);
    }

    /** The names of all notifiers. */
    static List<String> names(Found found) {
        return found.names(PATH);
    }

    /** Adds what a file without notifiers means: one named {@code log}. */
    static void addDefault(Found found, String file) {
        if (found.names(PATH).isEmpty()) {
            found.name(PATH, "log");
            found.put(PATH + ".log.type", new Setting(Place.whole(file), NotifierKind.LOG.name(), false));
        }
    }

    /** All notifiers that can be used, in the file's order; tells what is wrong with the others. */
    List<NotifierSettings> read(NotifiersConfig config, Optional<URI> proxy) {
        List<NotifierSettings> notifiers = new ArrayList<>();
        Map<URI, String> addresses = new HashMap<>();
        for (String name : found.names(PATH)) {
            String path = Found.below(PATH, name);
            if (found.complete(path)) {
                Place place = found.place(path, Place.whole(""));
                NotifierSettings notifier = notifier(name, config.notifiers().get(name), path, place, proxy);
                notifier.transport().urls().get().stream().findFirst().ifPresent(url -> {
                    String other = addresses.putIfAbsent(url, name);
                    if (other != null) {
                        problems.warn(
                                found.place(path + ".url", found.place(path + ".url-file", place)),
                                "is the same address as that of " + Shown.key(other) + "; it gets each message twice");
                    }
                });
                notifiers.add(notifier);
            }
        }
        return notifiers;
    }

    private NotifierSettings notifier(
            String name, NotifierConfig config, String path, Place place, Optional<URI> proxy) {
        boolean isWebhook = config.type() == NotifierKind.WEBHOOK;
        if (!isWebhook) {
            OF_WEBHOOK.stream()
                    .filter(key -> found.has(path + "." + key))
                    .forEach(key -> problems.error(
                            found.place(path + "." + key, place), "does not fit type log; it belongs to a webhook"));
        }
        Optional<URI> url = isWebhook ? webhook.url(path, place) : Optional.empty();
        List<SigningSecret> secrets = isWebhook ? webhook.secrets(path, place) : List.of();
        Map<String, String> headers = isWebhook ? webhook.headers(path, place) : Map.of();
        webhook.checkContentType(path);
        return new NotifierSettings(
                name,
                config.type(),
                new Transport(
                        Secret.fixed(url.stream().toList()),
                        Secret.fixed(headers),
                        config.timeout(),
                        config.targets() == NotifiersConfig.Targets.PUBLIC,
                        proxy,
                        Transport.Tls.DEFAULT),
                Secret.fixed(secrets),
                Secret.fixed(Optional.empty()),
                List.of(),
                retry(config, path, place),
                new Routing(outcomes(config, path, place), Set.of(), Set.of(), matchers(path), false),
                false,
                Optional.empty(),
                new Wording(
                        Language.EN,
                        ZoneOffset.UTC,
                        Optional.empty(),
                        config.contentType(),
                        Optional.empty(),
                        Mentions.NONE),
                config.type().type().pace(),
                AlertTimes.DEFAULT);
    }

    private RetrySchedule retry(NotifierConfig config, String path, Place place) {
        String schedule = path + ".retry.schedule";
        List<Duration> steps = config.retry().schedule();
        if (found.isEmptyList(schedule)) {
            problems.error(found.place(schedule, place), "needs at least one wait; the last one repeats");
        } else if (found.size(schedule) > Limits.RETRY_STEPS) {
            problems.error(found.place(schedule, place), "has more than " + Limits.RETRY_STEPS + " waits");
        }
        return new RetrySchedule(steps, config.retry().maxAge(), config.retry().retryAfterMax());
    }

    private Set<Outcome> outcomes(NotifierConfig config, String path, Place place) {
        String outcomes = path + ".when.outcomes";
        if (found.isEmptyList(outcomes)) {
            problems.error(
                    found.place(outcomes, place),
                    "names no outcome, so nothing would go here; leave the key out for all");
        }
        return config.when()
                .flatMap(NotifiersConfig.WhenConfig::outcomes)
                .<Set<Outcome>>map(Set::copyOf)
                .orElseGet(NotifiersReader::allButCancelled);
    }

    private List<LabelMatcher> matchers(String path) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (Setting written : found.list(path + ".when.match")) {
            try {
                matchers.add(LabelMatcher.parse(written.text()));
            } catch (IllegalArgumentException e) {
                // its messages show the matcher
                boolean shown = !written.hidden()
                        && !Shown.looksSecret(written.text())
                        && written.text().length() <= SHOWN_MATCHER;
                problems.error(written.place(), shown ? e.getMessage() : "is no label matcher like env=\"prod\"");
            }
        }
        return matchers;
    }

    private static Set<Outcome> allButCancelled() {
        return EnumSet.complementOf(EnumSet.of(Outcome.CANCELLED));
    }
}
