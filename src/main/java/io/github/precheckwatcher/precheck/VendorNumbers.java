package io.github.precheckwatcher.precheck;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads the vendor's numbers from the text of a JSON scalar, number or string alike. What is no
 * number counts as absent; nothing here throws or takes long, whatever the text.
 */
public final class VendorNumbers {
    /** JSON's own grammar with an optional plus sign; ASCII digits only, exponents that {@link BigDecimal} can hold. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,8})?");

    private static final int LONGEST = 64;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** 9999-12-31T23:59:59Z: the last second that RFC 3339 can write. */
    private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(253_402_300_799L);

    private VendorNumbers() {}

    /**
     * A progress in percent, clamped to 0..100; fractions are cut, so that 100 means done.
     *
     * @param scalar the scalar's text; may be null
     */
    public static OptionalInt progress(String scalar) {
        Optional<BigDecimal> number = number(scalar);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        BigDecimal clamped = number.get().min(HUNDRED);
        return OptionalInt.of(clamped.compareTo(BigDecimal.ONE) < 0 ? 0 : clamped.intValue());
    }

    /**
     * A time in Unix seconds, fractions cut. Empty for 0 and below (the vendor's way to say "not yet") and after the
     * year 9999, which RFC 3339 cannot write.
     *
     * @param scalar the scalar's text; may be null
     */
    public static Optional<Instant> unixSeconds(String scalar) {
        return number(scalar)
                .filter(n -> n.compareTo(BigDecimal.ONE) >= 0 && n.compareTo(LAST_SECOND) <= 0)
                .map(n -> Instant.ofEpochSecond(n.longValue()));
    }

    /** Holds a progress to 0..100. */
    static void requireProgress(OptionalInt progress) {
        if (progress.isPresent() && (progress.getAsInt() < 0 || progress.getAsInt() > 100)) {
            throw new IllegalArgumentException("progress is not in 0..100: " + progress.getAsInt());
        }
    }

    /**
     * Compare the number before converting it: comparing looks at magnitudes first, converting 1e99999999 would write
     * out all its digits.
     */
    private static Optional<BigDecimal> number(String scalar) {
        String text = scalar == null ? "" : Words.strip(scalar);
        return text.length() <= LONGEST && NUMBER.matcher(text).matches()
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }
}
