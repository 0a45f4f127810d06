package io.github.precheckwatcher.notify;

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

        /** Where a webhook is posted; http or https. */
        Optional<URI> url();

        /** A file with that address. */
        Optional<Path> urlFile();

        /** The signing secret, written {@code whsec_<base64>}. */
        Optional<String> secret();

        /** A file with the signing secret. */
        Optional<Path> secretFile();

        /** Several signing secrets while one replaces another. */
        Optional<List<String>> secrets();

        /** Files with several signing secrets. */
        Optional<List<Path>> secretFiles();

        /** Further request headers. */
        Map<String, String> headers();

        /** How long one attempt may take as a whole. */
        @WithDefault("10s")
        Duration timeout();

        /** When failed attempts are tried again. */
        RetryConfig retry();

        /** Which addresses may be connected to; link-local and cloud metadata addresses never. */
        @WithDefault("any")
        Targets targets();

        /** The content type of the body: some receivers drop the body of unknown types. */
        @WithDefault("application/json")
        String contentType();

        /** Which verdicts go here; absent: every outcome but CANCELLED. */
        Optional<WhenConfig> when();
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
    }

    /** Which addresses may be connected to. */
    enum Targets {
        ANY,
        PUBLIC
    }
}
