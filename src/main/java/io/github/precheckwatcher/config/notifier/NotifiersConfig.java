package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.schema.OneOrMany;
import io.github.precheckwatcher.config.schema.RenamedFrom;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.precheck.Outcome;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys under {@code watcher.notifiers}. */
@ConfigMapping(prefix = "watcher.notifiers")
public interface NotifiersConfig {
    /** Named destinations; absent: one named {@code log} of type log. */
    @WithParentName
    Map<String, NotifierConfig> notifiers();

    /** One destination. */
    interface NotifierConfig {
        /** The kind of destination. */
        NotifierKind type();

        /** The receiver's whole address; http or https. A chat robot's carries its key, so it is a secret. */
        Optional<URI> url();

        /** A file with that address. */
        Optional<Path> urlFile();

        /** The addresses of all members of an Alertmanager cluster, each notified by itself. */
        Optional<List<URI>> urls();

        /** A file with these addresses, one a line. */
        Optional<Path> urlsFile();

        /** A chat robot's bare key or token, instead of {@code url}. */
        Optional<String> key();

        /** A file with that key. */
        Optional<Path> keyFile();

        /** What stands before {@code key} in the address, for a proxy of the platform; absent: the platform's own. */
        Optional<URI> baseUrl();

        /** The signing secret: a webhook's written {@code whsec_<base64>}, a chat robot's as its platform shows it. */
        Optional<String> secret();

        /** A file with the signing secret. */
        Optional<Path> secretFile();

        /** Several signing secrets of a webhook while one replaces another, the newest first. */
        Optional<List<String>> secrets();

        /** Files with several signing secrets. */
        Optional<List<Path>> secretFiles();

        /** The receivers' mail addresses; the server is {@code quarkus.mailer.*}. */
        Optional<List<String>> to();

        /** Further request headers. */
        Map<String, String> headers();

        /** Further request headers, each with a file that holds its value. */
        Map<String, Path> headerFiles();

        /** How long one attempt may take as a whole. */
        @WithDefault("10s")
        Duration timeout();

        /** When failed attempts are tried again. */
        RetryConfig retry();

        /** Which addresses may be connected to; link-local and cloud metadata addresses never. */
        @WithDefault("any")
        Targets targets();

        /** An http proxy of its own; {@code none} for no proxy; absent: {@code watcher.proxy}. */
        Optional<URI> proxy();

        /** The user that this {@code proxy} asks for; with {@code proxy-password} or {@code proxy-password-file}. */
        Optional<String> proxyUser();

        /** The password that the proxy asks for. */
        Optional<String> proxyPassword();

        /** A file with that password; read again when it changes. */
        Optional<Path> proxyPasswordFile();

        /** Further trust and a client certificate. */
        Optional<TlsConfig> tls();

        /** The content type of the body: some receivers drop the body of unknown types. */
        @WithDefault("application/json")
        String contentType();

        /** Which verdicts go here; absent: every outcome but CANCELLED. */
        WhenConfig when();

        /**
         * What goes here beside verdicts: {@code operator}, news of the daemon itself; {@code summary}, the daily summary of
         * {@code watcher.summary}; absent: neither.
         */
        Optional<List<News>> events();

        /** The notifier that takes over what could not be delivered here. */
        Optional<String> fallback();

        /** The language of titles, meanings and remedies. */
        @WithDefault("en")
        Language language();

        /** In which times are shown, as {@code Asia/Shanghai} or {@code +08:00}; absent: the host's. */
        Optional<String> zone();

        /** A file with a template of its own for the text, or a webhook's body; absent: the built-in one. */
        Optional<Path> templateFile();

        /** The word that a guarded DingTalk robot wants in each text. */
        Optional<String> keyword();

        /** Who is called by name, by outcome. */
        Optional<MentionConfig> mention();

        /** Who is called by name further, by label and outcome. */
        Optional<List<MentionMatchConfig>> mentionMatch();

        /** At most {@code N/T} messages in any span of T, as {@code 15/1m}; absent: as the kind's own below. */
        @RenamedFrom("limit")
        @OneOrMany
        Optional<List<String>> rateLimit();

        /**
         * How long the notifier pauses after a platform's rate-limit code that names no time, and at most after a 429 that
         * names none; absent: as the kind's own below.
         */
        @RenamedFrom("ban")
        Optional<Duration> rateLimitPause();

        /** When messages are grouped into one; absent: as the kind's own below. */
        DigestConfig digest();

        /** How often a firing alert is sent again. */
        @RenamedFrom("resend")
        @WithDefault("1m")
        Duration resendInterval();

        /** How long after each sending an alert ends by itself; longer than {@code resend-interval}. */
        @RenamedFrom("ends-after")
        @WithDefault("4m")
        Duration expiresAfter();

        /** How long a resolved alert is sent again. */
        @WithDefault("5m")
        Duration resolvedFor();

        /** How old a firing alert may grow before it is resolved. */
        @RenamedFrom("max-age")
        @WithDefault("7d")
        Duration alertMaxAge();

        /** The watch labels that an alert has too, and {@code severity}: what routes and inhibitions go by; absent: none. */
        Optional<List<String>> alertLabels();
    }

    /** The retry schedule of a notifier. */
    interface RetryConfig {
        /** Waits between attempts; the last one repeats. */
        @WithDefault("5s,30s,2m,10m,30m,1h,3h,6h,12h,24h")
        List<Duration> schedule();

        /** How old a message may grow before it is given up. */
        @WithDefault("72h")
        Duration maxAge();

        /** The longest wait that a receiver may ask for. */
        @WithDefault("15m")
        Duration retryAfterMax();
    }

    /** The routing of a notifier. */
    interface WhenConfig {
        /** Only these outcomes. */
        Optional<List<Outcome>> outcomes();

        /** Only watches whose labels match all of these, in Alertmanager's syntax: {@code env="prod"}. */
        Optional<List<String>> match();

        /** Only prechecks with an instance of one of these source types, as {@code MSSQL}; upper and lower case are the same. */
        Optional<List<String>> sourceTypes();

        /** Only prechecks of these regions, as {@code cn-hangzhou}. */
        Optional<List<String>> regions();

        /** Only verdicts that differ from the last one of the same instance. */
        @WithDefault("false")
        boolean changed();
    }

    /** Whom a notifier trusts and how it shows itself; files in PEM form. */
    interface TlsConfig {
        /** The certificates to trust instead of the JVM's own. */
        Optional<Path> caFile();

        /** The client's certificate, its chain after it; with {@code key-file}. */
        Optional<Path> certificateFile();

        /** The client's private key; with {@code certificate-file}. */
        Optional<Path> keyFile();
    }

    /** When messages of a notifier are grouped into one. */
    interface DigestConfig {
        /** What has waited so long is grouped with all others that wait. */
        @WithDefault("1m")
        Duration after();

        /** Label names: only messages with the same values are grouped into one; needs {@code group-wait}. */
        Optional<List<String>> groupBy();

        /** A first message waits so long for others of its group; absent: it does not wait. */
        Optional<Duration> groupWait();
    }

    /** What there is beside verdicts. */
    enum News {
        /** An account suspended or back, a delivery given up, a notifier down. */
        OPERATOR,
        /** The daily summary of {@code watcher.summary}. */
        SUMMARY
    }

    /** Which addresses may be connected to. */
    enum Targets {
        ANY,
        PUBLIC
    }
}
