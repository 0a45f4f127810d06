package io.github.precheckwatcher.secret;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * What a file in PEM form held when it was checked: what becomes of it later changes nothing. Shows itself nowhere.
 *
 * @param text each byte one character
 */
public record Pem(String text) {
    public Pem {
        requireNonNull(text, "text");
    }

    public static Pem of(byte[] bytes) {
        return new Pem(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    public byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "Pem[hidden]";
    }
}
