package io.github.precheckwatcher.config.secret;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Parsed;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.log.Episode;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.secret.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A secret in a file that may be replaced while the daemon runs: what the file held last that was usable. Thread safe;
 * {@link #look} reads the file and so blocks, {@link #get} does not.
 */
public final class RotatingSecret<V> implements Secret<V> {
    /**
     * A file written in place may be met half-written: what is younger than this counts only once two looks have found
     * the same.
     */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final ConfigValue file;
    private final Function<Path, SecretText.Content> reader;
    private final Function<String, Parsed<V>> form;
    private volatile V value;
    private SecretText.Content used;
    private SecretText.Content lastSeen;
    private final Episode unusable = new Episode(Duration.ZERO);

    /** What a look found that is worth a line. */
    public sealed interface News {
        /** Where the file is named. */
        SourceLocation location();
    }

    /** The file holds another value now; it is in use from here on. */
    record Changed(SourceLocation location) implements News {}

    /** The file cannot be used any more, or for another reason than before. */
    public record Unusable(SourceLocation location, String why) implements News {}

    /**
     * The file can be used again.
     *
     * @param lasted how long it could not
     * @param changed whether it holds another value than before that
     */
    public record Recovered(SourceLocation location, Duration lasted, boolean changed) implements News {}

    private RotatingSecret(
            ConfigValue file,
            Function<Path, SecretText.Content> reader,
            Function<String, Parsed<V>> form,
            SecretText.Content used,
            V value) {
        this.file = requireNonNull(file, "file");
        this.reader = requireNonNull(reader, "reader");
        this.form = requireNonNull(form, "form");
        this.used = requireNonNull(used, "used");
        this.lastSeen = used;
        this.value = requireNonNull(value, "value");
    }

    /**
     * Reads the file that a value names for the first time.
     *
     * @param reader how the file is read
     * @param form what its text stands for
     */
    static <V> Parsed<RotatingSecret<V>> of(
            ConfigValue file, Function<Path, SecretText.Content> reader, Function<String, Parsed<V>> form) {
        SecretText.Content content = reader.apply(Path.of(file.text()));
        Parsed<V> parsed = parse(file, content, form);
        return parsed instanceof Parsed.Good<V> good
                ? new Parsed.Good<>(new RotatingSecret<>(file, reader, form, content, good.value()))
                : new Parsed.Bad<>(((Parsed.Bad<V>) parsed).why());
    }

    /**
     * This one in place of another that was read just now: the same file of the same key, which holds the same and stands
     * for the same; empty: they differ.
     */
    <W> Optional<RotatingSecret<W>> as(RotatingSecret<W> read) {
        return isAs(read) ? Optional.of(cast(this)) : Optional.empty();
    }

    private synchronized boolean isAs(RotatingSecret<?> read) {
        return file.text().equals(read.file.text())
                && key().equals(read.key())
                && used.equals(read.used)
                && value.equals(read.value);
    }

    /** Equal values are of one type. */
    @SuppressWarnings("unchecked")
    private static <W> RotatingSecret<W> cast(RotatingSecret<?> secret) {
        return (RotatingSecret<W>) secret;
    }

    @Override
    public V get() {
        return value;
    }

    /** The key that names the file. */
    public String key() {
        return file.location().key();
    }

    /** Reads the file again. What cannot be used leaves the value as it was. */
    public synchronized Optional<News> look(Instant now) {
        SecretText.Content content = reader.apply(Path.of(file.text()));
        boolean settled = content.equals(lastSeen) || isOld(now);
        lastSeen = content;
        if (!settled) {
            return Optional.empty();
        }
        Parsed<V> parsed = parse(file, content, form);
        return parsed instanceof Parsed.Good<V> good
                ? take(content, good.value(), now)
                : refuse(((Parsed.Bad<V>) parsed).why(), now);
    }

    private Optional<News> take(SecretText.Content content, V fresh, Instant now) {
        boolean changed = !content.equals(used);
        if (changed) {
            used = content;
            value = fresh;
        }
        Optional<News> again = unusable.end(now).map(lasted -> new Recovered(file.location(), lasted, changed));
        return again.or(() -> changed ? Optional.of(new Changed(file.location())) : Optional.empty());
    }

    private Optional<News> refuse(String why, Instant now) {
        return unusable.occurs(why, now) ? Optional.of(new Unusable(file.location(), why)) : Optional.empty();
    }

    private boolean isOld(Instant now) {
        try {
            Instant written = Files.getLastModifiedTime(Path.of(file.text())).toInstant();
            return !written.plus(SETTLED).isAfter(now);
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    private static <V> Parsed<V> parse(ConfigValue file, SecretText.Content content, Function<String, Parsed<V>> form) {
        return content instanceof SecretText.Usable secret
                ? form.apply(secret.text())
                : new Parsed.Bad<>(SecretReader.words(file, ((SecretText.Unusable) content).why()));
    }

    @Override
    public String toString() {
        return "RotatingSecret[" + file.location() + "]";
    }
}
