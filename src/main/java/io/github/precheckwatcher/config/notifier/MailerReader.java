package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Loopback;
import io.github.precheckwatcher.config.schema.NearestWord;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.Redaction;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.notify.kind.email.MailAddress;
import io.github.precheckwatcher.notify.kind.email.MailServer;
import io.github.precheckwatcher.notify.kind.email.MailServer.Login;
import io.github.precheckwatcher.notify.kind.email.MailServer.Security;
import io.github.precheckwatcher.notify.kind.email.MailerConfig;
import io.github.precheckwatcher.notify.kind.email.MailerConfig.LoginMode;
import io.github.precheckwatcher.notify.kind.email.MailerConfig.StartTls;
import io.github.precheckwatcher.secret.SecretText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads the mail server; reports what is wrong with it, and what notifiers of type email lack. */
public final class MailerReader {
    private static final Pattern ADDRESS_LITERAL = Pattern.compile("[0-9.]+|\\[?[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*]?");
    private static final Pattern OWN_NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?|\\[[0-9A-Za-z:.]+]");

    private final Section section;
    private final ConfigTree tree;
    private final Supplier<String> hostName;
    private final Predicate<String> knowsTls;

    /**
     * @param file the daemon's file, as messages name it
     * @param hostName this machine's name
     * @param knowsTls whether there is a configuration of this name under {@code quarkus.tls}
     */
    public MailerReader(
            String file, ConfigTree tree, Problems problems, Supplier<String> hostName, Predicate<String> knowsTls) {
        this.tree = tree;
        SourceLocation absent = new SourceLocation(file, OptionalInt.empty(), MailerConfig.PREFIX);
        this.section = new Section(tree, problems, MailerConfig.PREFIX, tree.location(MailerConfig.PREFIX, absent));
        this.hostName = hostName;
        this.knowsTls = knowsTls;
    }

    /**
     * The mail server; empty when there is none that can be used, which is a mistake as soon as a notifier needs it.
     *
     * @param notifiers those that can be used
     */
    public Optional<MailServer> read(MailerConfig config, List<NotifierSettings> notifiers) {
        Optional<NotifierSettings> needing = notifiers.stream()
                .filter(notifier -> notifier.type() == NotifierKind.EMAIL.type())
                .findFirst();
        Optional<MailAddress> from = address("from", config.from());
        if (config.from().isEmpty() && !section.has("from") && needing.isPresent()) {
            missing(needing.get().name());
        }
        Optional<MailAddress> bounce = address("bounce-address", config.bounceAddress());
        checkHost(config);
        Optional<Login> login = login(config);
        Security security = security(config);
        checkTls(config);
        String ownName = ownName(config);
        if (login.isPresent()) {
            refuseClearText(config, security);
        }
        if (!section.isRight() || from.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MailServer(
                unbracketed(config.host()),
                config.port().orElseGet(() -> port(security)),
                from.get(),
                bounce.orElse(from.get()),
                security,
                config.tlsConfigurationName(),
                login,
                ownName));
    }

    /** Where the mailer stands, or else where the notifier does. */
    private void missing(String notifier) {
        String path = ConfigTree.below(NotifiersReader.PATH, notifier);
        SourceLocation location = tree.location(MailerConfig.PREFIX, tree.location(path, section.location()));
        section.problems()
                .error(
                        new SourceLocation(location.where(), location.line(), MailerConfig.PREFIX + ".from"),
                        "is missing: the address that mails come from; " + path + " needs it");
    }

    private Optional<MailAddress> address(String key, Optional<String> text) {
        Optional<MailAddress> address = text.flatMap(MailAddress::of);
        if (text.isPresent() && address.isEmpty()) {
            section.error(key, "is no mail address like prechecks@example.com or Prechecks <prechecks@example.com>");
        }
        return address;
    }

    private void checkHost(MailerConfig config) {
        String host = config.host();
        boolean right = ADDRESS_LITERAL.matcher(host).matches()
                || host.indexOf(':') < 0
                        && !host.startsWith("[")
                        && MailAddress.domain(host).isPresent();
        if (!right) {
            section.error("host", "is no host's name or address; its port goes to port");
        }
    }

    private Optional<Login> login(MailerConfig config) {
        if (config.username().isPresent() && config.password().isEmpty() && !section.has("password")) {
            section.error("username", "needs password beside it");
        }
        if (config.password().isPresent() && config.username().isEmpty() && !section.has("username")) {
            section.error("password", "needs username beside it");
        }
        boolean required = config.login() == LoginMode.REQUIRED || config.login() == LoginMode.XOAUTH2;
        if (required && config.username().isEmpty() && !section.has("username")) {
            section.error("login", config.login() + " needs username and password beside it");
        }
        List<String> methods = methods(config);
        Optional<String> password = config.password().flatMap(this::password);
        if (config.login() == LoginMode.DISABLED || config.username().isEmpty() || password.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Login(config.username().get(), Secret.fixed(password.get()), methods, required));
    }

    /** By the rules of every secret: what a copy brings along would be refused by the server as a wrong password. */
    private Optional<String> password(String written) {
        SecretText.Content content = SecretText.line(written);
        if (content instanceof SecretText.Usable usable) {
            return Optional.of(usable.text());
        }
        section.error("password", ((SecretText.Unusable) content).why());
        return Optional.empty();
    }

    private List<String> methods(MailerConfig config) {
        if (config.login() == LoginMode.XOAUTH2) {
            return List.of("XOAUTH2");
        }
        if (config.authMethods().isEmpty()) {
            return Login.BY_PASSWORD;
        }
        List<String> methods = Arrays.stream(config.authMethods().get().split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toUpperCase(Locale.ROOT))
                .toList();
        methods.stream()
                .filter(word -> !Login.KNOWN.contains(word))
                .findFirst()
                .ifPresent(word -> section.error(
                        "auth-methods",
                        Redaction.value(
                                        word,
                                        section.at("auth-methods")
                                                .map(ConfigValue::hidden)
                                                .orElse(true))
                                + " is not one of " + String.join(", ", Login.KNOWN)
                                + NearestWord.hint(word, Login.KNOWN)));
        return methods;
    }

    /** Whoever stands between could take STARTTLS out of the server's offer. */
    private void refuseClearText(MailerConfig config, Security security) {
        boolean clear = security == Security.NONE || security == Security.STARTTLS_IF_OFFERED;
        if (clear && !Loopback.is(config.host())) {
            section.error(
                    "password",
                    (security == Security.NONE ? "goes" : "may go")
                            + " to the mail server in clear; set start-tls: REQUIRED, or tls: true");
        }
    }

    private Security security(MailerConfig config) {
        boolean direct = config.tls()
                .orElse(config.tlsConfigurationName().isPresent()
                        && config.startTls().isEmpty());
        if (!direct) {
            return switch (config.startTls().orElse(StartTls.OPTIONAL)) {
                case DISABLED -> Security.NONE;
                case OPTIONAL -> Security.STARTTLS_IF_OFFERED;
                case REQUIRED -> Security.STARTTLS;
            };
        }
        if (config.startTls().filter(StartTls.REQUIRED::equals).isPresent()) {
            section.error(
                    "start-tls",
                    "does not go with tls: true, which encrypts from the first byte; take one of the two out");
        }
        return Security.TLS;
    }

    private void checkTls(MailerConfig config) {
        config.tlsConfigurationName()
                .filter(name -> !knowsTls.test(name))
                .ifPresent(name -> section.error(
                        "tls-configuration-name",
                        section.at("tls-configuration-name")
                                        .map(ConfigValue::shown)
                                        .orElse("this value")
                                + " names no configuration of quarkus.tls; write its keys, as"
                                + " quarkus.tls.<name>.trust-store.pem.certs"));
    }

    /** A host without a name that may stand there gives its address (RFC 5321, 4.1.3). */
    private String ownName(MailerConfig config) {
        if (config.ownHostName().isPresent()) {
            String name = config.ownHostName().get();
            if (!OWN_NAME.matcher(name).matches()) {
                section.error("own-host-name", "is no host's name like watcher.example.com");
            }
            return name;
        }
        String name = hostName.get();
        return OWN_NAME.matcher(name).matches() ? name : "[127.0.0.1]";
    }

    private static int port(Security security) {
        return switch (security) {
            case TLS -> 465;
            case STARTTLS -> 587;
            case NONE, STARTTLS_IF_OFFERED -> 25;
        };
    }

    private static String unbracketed(String host) {
        return host.startsWith("[")
                ? host.substring(1, host.length() - 1)
                : MailAddress.domain(host).orElse(host);
    }
}
