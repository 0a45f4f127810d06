package io.github.precheckwatcher.secret;

import io.github.precheckwatcher.secret.SecretText.Content;
import io.github.precheckwatcher.secret.SecretText.Unusable;
import io.github.precheckwatcher.secret.SecretText.Usable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads a small file that holds a secret or another text. Blocks. */
public final class SecretFile {
    private SecretFile() {}

    /** The one line that the file holds. */
    public static Content read(Path path) {
        return checked(path, SecretText::line);
    }

    /** The lines that the file holds, each without surrounding white space. */
    public static Content readLines(Path path) {
        return checked(path, SecretText::lines);
    }

    /** All that the file holds, as it is, but for a byte order mark. */
    public static Content text(Path path) {
        try {
            if (!Files.exists(path)) {
                return new Unusable("does not exist");
            }
            if (!Files.isRegularFile(path)) {
                return new Unusable(Files.isDirectory(path) ? "is a folder" : "is no regular file");
            }
            try (InputStream in = Files.newInputStream(path)) {
                return SecretText.decoded(in.readNBytes(SecretText.LARGEST + 1));
            }
        } catch (AccessDeniedException e) {
            return new Unusable("cannot be read: permission denied");
        } catch (IOException | SecurityException e) {
            return new Unusable("cannot be read");
        }
    }

    private static Content checked(Path path, Function<String, Content> rules) {
        Content content = text(path);
        return content instanceof Usable whole ? rules.apply(whole.text()) : content;
    }
}
