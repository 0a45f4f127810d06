package io.github.precheckwatcher.registration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that holds one secret, surrounding white space aside. */
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

    static Content read(Path path) {
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
            String secret = (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
            if (secret.isEmpty()) {
                return new Unusable("is empty");
            }
            return secret.chars().anyMatch(Character::isISOControl)
                    ? new Unusable("holds more than one line, or control characters")
                    : new Secret(secret);
        } catch (CharacterCodingException e) {
            return new Unusable("is not UTF-8");
        } catch (AccessDeniedException e) {
            return new Unusable("cannot be read: permission denied");
        } catch (IOException | SecurityException e) {
            return new Unusable("cannot be read");
        }
    }
}
