package io.github.precheckwatcher.config.secret;

import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.Redaction;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.secret.SecretFile;
import io.github.precheckwatcher.secret.SecretText;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a secret that a key holds or that a file named by its sibling {@code -file} holds. */
public final class SecretReader {
    private final ConfigTree tree;
    private final Problems problems;

    public SecretReader(ConfigTree tree, Problems problems) {
        this.tree = tree;
        this.problems = problems;
    }

    /** The secret of one of the two keys; reports when both are there or the file is unusable. */
    public Optional<String> read(String path) {
        String file = path + "-file";
        if (tree.has(path) && tree.has(file)) {
            problems.error(
                    tree.location(file, SourceLocation.whole("")),
                    "stands beside " + name(path) + "; keep one of the two");
            return Optional.empty();
        }
        return tree.at(path).map(ConfigValue::text).or(() -> tree.at(file).flatMap(this::content));
    }

    /** The secret in the file that a value names; reports when it is unusable. */
    Optional<String> content(ConfigValue file) {
        SecretText.Content content = SecretFile.read(Path.of(file.text()));
        if (content instanceof SecretText.Usable secret) {
            return Optional.of(secret.text());
        }
        if (content instanceof SecretText.Unusable unusable) {
            problems.error(file.location(), words(file, unusable.why()));
        }
        return Optional.empty();
    }

    /** Says of a file that a value names why it cannot be used. */
    public static String words(ConfigValue file, String why) {
        String shown = Redaction.looksSecret(file.text().replace('/', ' '))
                ? "the file (a path is wanted here, not the secret itself)"
                : "the file " + file.shown();
        return (file.hidden() ? "the file" : shown) + " " + why;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
