package io.github.precheckwatcher.config.secret;

import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Parsed;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.secret.SecretFile;
import io.github.precheckwatcher.secret.SecretText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the secrets of notifiers, and keeps those of files together, so that the files can be looked at again. */
public final class SecretValues {
    private final Problems problems;
    private final List<RotatingSecret<?>> running;
    private final List<RotatingSecret<?>> rotating = new ArrayList<>();

    /** For a start. */
    public SecretValues(Problems problems) {
        this(problems, List.of());
    }

    /**
     * For files that are read again.
     *
     * @param running the secrets of files that are in use: one that is as it was is kept, so that whoever uses it need not
     *     begin anew
     */
    public SecretValues(Problems problems, List<RotatingSecret<?>> running) {
        this.problems = problems;
        this.running = List.copyOf(running);
    }

    /** The secrets read so far that come from files. */
    public List<RotatingSecret<?>> rotating() {
        return List.copyOf(rotating);
    }

    /** The secret that a key holds or that the file of its sibling {@code -file} holds; reports when both are there. */
    public <V> Optional<Secret<V>> one(Section section, String key, Function<String, Parsed<V>> form) {
        String file = key + "-file";
        if (section.has(key) && section.has(file)) {
            section.error(file, "stands beside " + key + "; keep one of the two");
            return Optional.empty();
        }
        return section.at(key)
                .flatMap(written -> inline(written, form))
                .or(() -> section.at(file).flatMap(named -> file(named, SecretFile::read, form)));
    }

    /** A secret written in the configuration file itself. */
    public <V> Optional<Secret<V>> inline(ConfigValue written, Function<String, Parsed<V>> form) {
        return good(form.apply(written.text()), written.location()).map(Secret::fixed);
    }

    /** A secret in a file of its own. */
    public <V> Optional<Secret<V>> file(
            ConfigValue named, Function<Path, SecretText.Content> reader, Function<String, Parsed<V>> form) {
        Optional<RotatingSecret<V>> secret = good(RotatingSecret.of(named, reader, form), named.location())
                .map(read -> running.stream()
                        .flatMap(known -> known.as(read).stream())
                        .findFirst()
                        .orElse(read));
        secret.ifPresent(rotating::add);
        return secret.map(Function.identity());
    }

    /** Several secrets as one. */
    public static <V> Secret<List<V>> all(List<Secret<V>> parts) {
        return new Together<>(List.copyOf(parts));
    }

    private record Together<V>(List<Secret<V>> parts) implements Secret<List<V>> {
        @Override
        public List<V> get() {
            return parts.stream().map(Secret::get).toList();
        }
    }

    private <V> Optional<V> good(Parsed<V> parsed, SourceLocation location) {
        if (parsed instanceof Parsed.Bad<V> bad) {
            problems.error(location, bad.why());
            return Optional.empty();
        }
        return Optional.of(((Parsed.Good<V>) parsed).value());
    }
}
