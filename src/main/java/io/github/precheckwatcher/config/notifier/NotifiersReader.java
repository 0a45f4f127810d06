package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.notifier.NotifiersConfig.NotifierConfig;
import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Limits;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.config.secret.SecretValues;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.notify.AlertTimes;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.RetrySchedule;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the notifiers, all kinds alike: what fits a kind and what is wrong with its settings as a whole the kind itself
 * says ({@link NotifierType}).
 */
public final class NotifiersReader {
    public static final String PATH = "watcher.notifiers";

    private final ConfigTree tree;
    private final Problems problems;
    private final SecretValues secrets;
    private final AddressReader addresses;
    private final SigningReader signing;
    private final HeadersReader headers;
    private final ProxyReader proxies;
    private final Fallbacks fallbacks = new Fallbacks();

    public NotifiersReader(ConfigTree tree, Problems problems, SecretValues secrets, ProxyReader proxies) {
        this.tree = tree;
        this.problems = problems;
        this.secrets = secrets;
        this.addresses = new AddressReader(problems, secrets);
        this.signing = new SigningReader(secrets);
        this.headers = new HeadersReader(secrets);
        this.proxies = proxies;
    }

    /** The names of all notifiers. */
    public static List<String> names(ConfigTree tree) {
        return tree.names(PATH);
    }

    /** Adds what a file without notifiers means: one named {@code log}. */
    public static void addDefault(ConfigTree tree, String file) {
        if (tree.names(PATH).isEmpty()) {
            tree.name(PATH, "log");
            tree.put(PATH + ".log.type", new ConfigValue(SourceLocation.whole(file), NotifierKind.LOG.name(), false));
        }
    }

    /**
     * All notifiers that can be used, in the file's order; reports what is wrong with the others.
     *
     * @param proxy the daemon's own, for notifiers without one
     */
    public List<NotifierSettings> read(NotifiersConfig config, Optional<HttpProxy> proxy) {
        List<NotifierSettings> notifiers = new ArrayList<>();
        for (String name : names(tree)) {
            String path = ConfigTree.below(PATH, name);
            Section section = new Section(tree, problems, path, tree.location(path, SourceLocation.whole("")));
            fallbacks.add(name, section);
            if (tree.complete(path)) {
                NotifierSettings notifier = notifier(name, config.notifiers().get(name), section, proxy);
                addresses.reportRepeated(section, name, notifier.transport().urls());
                reportMistakes(section, notifier);
                notifiers.add(notifier);
            }
        }
        fallbacks.check();
        fallbacks.checkDigests(notifiers);
        return notifiers;
    }

    private NotifierSettings notifier(String name, NotifierConfig config, Section section, Optional<HttpProxy> proxy) {
        NotifierKind kind = config.type();
        NotifierType type = kind.type();
        KindKeys.check(section, kind);
        section.refuseEmpty("events", "names none; leave the key out");
        return new NotifierSettings(
                name,
                type,
                transport(config, section, kind, proxy),
                signing.webhook(section, type.secretForm()),
                signing.robot(section, type.secretForm()),
                recipients(section),
                retry(config, section),
                RoutingReader.read(section, config.when()),
                events(config),
                config.fallback(),
                WordingReader.read(section, config),
                RateLimitsReader.read(section, config, type.rateLimits()),
                new AlertTimes(
                        config.resendInterval(), config.expiresAfter(), config.resolvedFor(), config.alertMaxAge()),
                alertLabels(section));
    }

    private static Set<MessageType> events(NotifierConfig config) {
        return config.events().orElse(List.of()).stream()
                .map(news -> switch (news) {
                    case OPERATOR -> MessageType.OPERATOR;
                    case SUMMARY -> MessageType.SUMMARY;
                })
                .collect(Collectors.toSet());
    }

    private Transport transport(
            NotifierConfig config, Section section, NotifierKind kind, Optional<HttpProxy> daemons) {
        return new Transport(
                addresses.read(section, kind.type(), kind.type().name()),
                headers.read(section),
                config.timeout(),
                config.targets() == NotifiersConfig.Targets.PUBLIC,
                KindKeys.fits(kind, "proxy") ? proxies.read(section, daemons) : Optional.empty(),
                TlsReader.read(section));
    }

    private static List<String> recipients(Section section) {
        section.refuseEmpty("to", "names nobody");
        List<String> recipients = new ArrayList<>();
        for (ConfigValue written : section.list("to")) {
            if (recipients.contains(written.text())) {
                section.problems().error(written.location(), written.shown() + " stands here twice");
            } else {
                recipients.add(written.text());
            }
        }
        return recipients;
    }

    private static List<String> alertLabels(Section section) {
        section.refuseEmpty("alert-labels", "names no label; leave the key out for none");
        return section.list("alert-labels").stream().map(ConfigValue::text).toList();
    }

    private static RetrySchedule retry(NotifierConfig config, Section section) {
        section.refuseEmpty("retry.schedule", "needs at least one wait; the last one repeats");
        if (section.size("retry.schedule") > Limits.RETRY_STEPS) {
            section.error("retry.schedule", "has more than " + Limits.RETRY_STEPS + " waits");
        }
        return new RetrySchedule(
                config.retry().schedule(),
                config.retry().maxAge(),
                config.retry().retryAfterMax());
    }

    /** What only the kind itself knows; of settings that are wrong already it is not asked. */
    private static void reportMistakes(Section section, NotifierSettings notifier) {
        if (section.isRight()) {
            notifier.type().mistakes(notifier).forEach(mistake -> section.error(mistake.key(), mistake.words()));
        }
    }
}
