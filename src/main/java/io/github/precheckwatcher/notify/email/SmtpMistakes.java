package io.github.precheckwatcher.notify.email;

import io.github.precheckwatcher.notify.NotifierType.Mistake;
import io.github.precheckwatcher.secret.SecretText;
import io.quarkus.mailer.runtime.MailerRuntimeConfig;
import io.quarkus.mailer.runtime.MailersRuntimeConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * What keeps mails from being sent with {@code quarkus.mailer.*} as it is: what is missing, cannot be read, or is set and
 * would do nothing here. Shows no value.
 */
final class SmtpMistakes {
    private static final String PREFIX = "quarkus.mailer.";
    private static final Pattern KEY = Pattern.compile("quarkus\\.mailer\\.[a-z.-]*[a-z]");
    /** SmallRye's number for a key that no mapping has. */
    private static final String UNKNOWN = "SRCFG00050";

    private static final int HIGHEST_PORT = 65_535;

    private SmtpMistakes() {}

    /** @param config what Quarkus would read */
    static List<Mistake> of(SmallRyeConfigBuilder config) {
        SmallRyeConfig read;
        try {
            read = config.addDiscoveredConverters()
                    .withMapping(MailersRuntimeConfig.class)
                    .build();
        } catch (ConfigValidationException e) {
            return unreadable(e);
        } catch (NoSuchElementException e) {
            // an expression without a value; its words may hold one of another key
            return List.of(new Mistake("quarkus.mailer", "has a ${...} that stands for nothing: set the variable"));
        }
        List<Mistake> unset = unset(read);
        if (!unset.isEmpty()) {
            return unset;
        }
        MailerRuntimeConfig mailer =
                read.getConfigMapping(MailersRuntimeConfig.class).mailers().get(SmtpMailSender.DEFAULT);
        List<Mistake> mistakes = new ArrayList<>(of(mailer));
        mailer.tlsConfigurationName()
                .filter(name -> !hasTls(read, name))
                .ifPresent(name -> mistakes.add(mistake(
                        "tls-configuration-name", "names no configuration of quarkus.tls; write quarkus.tls.NAME.*")));
        return mistakes;
    }

    /** What shows in the mailer's keys alone. */
    static List<Mistake> of(MailerRuntimeConfig mailer) {
        List<Mistake> mistakes = new ArrayList<>();
        if (mailer.from().filter(EmailType::isAddress).isEmpty()) {
            mistakes.add(mistake(
                    "from",
                    mailer.from().filter(from -> !from.isBlank()).isEmpty()
                            ? "is missing: the address that mails come from, like prechecks@example.com"
                            : "is no mail address like prechecks@example.com"));
        }
        mailer.bounceAddress()
                .filter(address -> !EmailType.isAddress(address))
                .ifPresent(address ->
                        mistakes.add(mistake("bounce-address", "is no mail address like bounces@example.com")));
        word("login", mailer.login(), LoginOption.values()).ifPresent(mistakes::add);
        word("start-tls", mailer.startTLS(), StartTLSOptions.values()).ifPresent(mistakes::add);
        if (mailer.login().equalsIgnoreCase(LoginOption.REQUIRED.name())
                && (mailer.username().isEmpty() || mailer.password().isEmpty())) {
            mistakes.add(mistake("login", "is required, so quarkus.mailer.username and .password must be there too"));
        }
        if (mailer.port().isPresent()
                && (mailer.port().getAsInt() < 1 || mailer.port().getAsInt() > HIGHEST_PORT)) {
            mistakes.add(mistake("port", "is not in 1 to " + HIGHEST_PORT));
        }
        mailer.password()
                .map(SecretText::line)
                .filter(SecretText.Unusable.class::isInstance)
                .map(SecretText.Unusable.class::cast)
                .ifPresent(unusable -> mistakes.add(mistake("password", unusable.why())));
        if (mailer.mock().orElse(false)) {
            mistakes.add(mistake("mock", "is true, but mails are really sent here; leave it out"));
        }
        unread(mailer).forEach(key -> mistakes.add(mistake(key, "does nothing here; see docs/notifiers/email.md")));
        return mistakes;
    }

    /** The keys that are set, would matter, and are not read here. */
    @SuppressWarnings("deprecation") // whoever still writes an old key is to be told, not ignored
    private static List<String> unread(MailerRuntimeConfig mailer) {
        List<String> keys = new ArrayList<>();
        if (mailer.dkim().enabled()) {
            keys.add("dkim");
        }
        if (mailer.keyStore().isPresent()) {
            keys.add("key-store");
        }
        if (mailer.truststore().isConfigured()) {
            keys.add("truststore");
        }
        if (mailer.approvedRecipients().isPresent()) {
            keys.add("approved-recipients");
        }
        return keys;
    }

    private static Optional<Mistake> word(String key, String value, Enum<?>[] words) {
        List<String> known = Arrays.stream(words)
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .toList();
        return known.contains(value.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of(mistake(key, "is none of " + String.join(", ", known)));
    }

    /** A variable that is not set would count as a key that is not there: mails without a password. */
    private static List<Mistake> unset(SmallRyeConfig config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(key -> key.startsWith(PREFIX))
                .sorted()
                .filter(key -> config.getConfigValue(key).getRawValue() != null
                        && config.getConfigValue(key).getValue() == null)
                .map(key -> new Mistake(key, "has a ${...} that stands for nothing; set the variable"))
                .toList();
    }

    private static boolean hasTls(SmallRyeConfig config, String name) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .anyMatch(key ->
                        key.startsWith("quarkus.tls." + name + ".") || key.startsWith("quarkus.tls.\"" + name + "\"."));
    }

    /** Its words may hold a value, but not within a key. */
    private static List<Mistake> unreadable(ConfigValidationException fault) {
        return IntStream.range(0, fault.getProblemCount())
                .mapToObj(i -> unreadable(fault.getProblem(i).getMessage()))
                .distinct()
                .toList();
    }

    private static Mistake unreadable(String words) {
        Matcher key = KEY.matcher(words);
        return new Mistake(
                key.find() ? key.group() : "quarkus.mailer",
                words.startsWith(UNKNOWN)
                        ? "is a key that Quarkus does not know"
                        : "cannot be read: its value does not fit");
    }

    private static Mistake mistake(String key, String words) {
        return new Mistake(PREFIX + key, words);
    }
}
