package io.github.precheckwatcher.registration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a small file that holds a secret or another text. */
final class SecretFile {
    private static final int LARGEST = 64 * 1024;

    private SecretFile() {}

    /** The secret, or why there is none. */
    sealed interface Content {}

    /** The secret; shows itself nowhere. */
    record Secret(String text) implements Content {
        @Override
        public String toString() {
            return "Secret[hidden]";
        }
    }

    /** There is no secret; says why, and never what the file holds. */
    record Unusable(String why) implements Content {}

    /** The one line that the file holds. */
    static Content read(Path path) {
        return checked(path, true);
    }

    /** The lines that the file holds, each without surrounding white space. */
    static Content readLines(Path path) {
        return checked(path, false);
    }

    private static Content checked(Path path, boolean oneLine) {
        Content content = text(path);
        if (!(content instanceof Secret whole)) {
            return content;
        }
        String secret = whole.text().strip();
        if (secret.isEmpty()) {
            return new Unusable("is empty");
        }
        List<String> lines = secret.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.stream().anyMatch(line -> line.chars().anyMatch(Character::isISOControl))
                || oneLine && lines.size() > 1) {
            return new Unusable(
                    oneLine ? "holds more than one line, or control characters" : "holds control characters");
        }
        return new Secret(String.join("\n", lines));
    }

    /** All that the file holds, as it is, but for a byte order mark. */
    static Content text(Path path) {
        try {
            if (!Files.exists(path)) {
                return new Unusable("does not exist");
            }
            if (!Files.isRegularFile(path)) {
                return new Unusable(Files.isDirectory(path) ? "is a folder" : "is no regular file");
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(LARGEST + 1);
            }
            if (bytes.length > LARGEST) {
                return new Unusable("is larger than 64 KiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Secret(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return new Unusable("is not UTF-8");
        } catch (AccessDeniedException e) {
            return new Unusable("cannot be read: permission denied");
        } catch (IOException | SecurityException e) {
            return new Unusable("cannot be read");
        }
    }
}
