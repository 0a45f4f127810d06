package io.github.precheckwatcher.notify;

import java.util.Optional;
import java.util.regex.Pattern;

/** A text that a regular expression may look at so often and no more: java.util.regex backtracks, RE2 does not. */
final class BoundedText implements CharSequence {
    private static final int MAX_LOOKS = 1_000_000;

    private final String text;
    private int looks;

    private BoundedText(String text) {
        this.text = text;
    }

    /** Whether the whole text matches; empty when that cannot be said within bounds. */
    static Optional<Boolean> matches(Pattern pattern, String text) {
        try {
            return Optional.of(pattern.matcher(new BoundedText(text)).matches());
        } catch (TooManyLooks | StackOverflowError e) {
            return Optional.empty();
        }
    }

    @Override
    public char charAt(int index) {
        if (++looks > MAX_LOOKS) {
            throw new TooManyLooks();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class TooManyLooks extends RuntimeException {
        private TooManyLooks() {
            super("too many steps", null, false, false);
        }
    }
}
