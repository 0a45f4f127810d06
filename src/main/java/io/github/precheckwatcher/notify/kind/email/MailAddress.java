package io.github.precheckwatcher.notify.kind.email;

import static java.util.Objects.requireNonNull;

import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail address. What stands before the {@code @} is ASCII: anything else needs SMTPUTF8 (RFC 6531) at every server on
 * the way. A domain in other letters is written as DNS knows it ({@code xn--}, RFC 5890), which every server takes.
 *
 * @param name the person's name; may be empty
 * @param bare {@code local@domain} in ASCII
 */
public record MailAddress(String name, String bare) {
    private static final Pattern NAMED = Pattern.compile("([^<>@,;\"\\p{Cntrl}]*) <([^<>]+)>");

    private static final Pattern BARE = Pattern.compile(
            "(?<local>[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64})@(?<domain>[^\\s@<>\\[\\]\\p{Cntrl}]{1,255}|\\[[0-9A-Fa-f.:]{2,45}])");

    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.-]{1,255}");

    public MailAddress {
        requireNonNull(name, "name");
        requireNonNull(bare, "bare");
    }

    /** Reads {@code a@b} or {@code Name <a@b>}; empty when it is neither. Whether it exists only its server knows. */
    public static Optional<MailAddress> of(String text) {
        Matcher named = NAMED.matcher(text);
        boolean hasName = named.matches();
        Matcher bare = BARE.matcher(hasName ? named.group(2) : text);
        if (!bare.matches()) {
            return Optional.empty();
        }
        return domain(bare.group("domain"))
                .map(domain ->
                        new MailAddress(hasName ? named.group(1).strip() : "", bare.group("local") + '@' + domain));
    }

    /** Whether it would be one if other letters than ASCII were taken before the {@code @}. */
    static boolean needsUtf8(String text) {
        Matcher named = NAMED.matcher(text);
        String bare = named.matches() ? named.group(2) : text;
        int at = bare.lastIndexOf('@');
        return at > 0
                && bare.substring(0, at).chars().anyMatch(c -> c > 127)
                && of(bare.substring(0, at).replaceAll("[^\\x00-\\x7F]", "x") + bare.substring(at))
                        .isPresent();
    }

    /** A host's name as DNS knows it; empty when it is none. */
    public static Optional<String> domain(String text) {
        if (text.startsWith("[")) {
            return Optional.of(text);
        }
        try {
            return Optional.of(IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES))
                    .filter(domain -> DOMAIN.matcher(domain).matches());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What stands behind the {@code @}. */
    String domain() {
        return bare.substring(bare.lastIndexOf('@') + 1);
    }

    InternetAddress forHeader() {
        var address = new InternetAddress();
        address.setAddress(bare);
        try {
            if (!name.isEmpty()) {
                address.setPersonal(name, StandardCharsets.UTF_8.name());
            }
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every JVM has UTF-8", e);
        }
        return address;
    }
}
