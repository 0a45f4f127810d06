package io.github.precheckwatcher.notify.text;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Makes a message's text fit: first items (or a digest's lines) are left out from the end, then the free texts get
 * shorter together, last the name. Outcome, request id and link stay.
 */
final class MessageTruncator {
    private final Function<MessageView, String> write;
    private final Predicate<String> fits;

    /**
     * @param write a view's text
     * @param fits whether a text is short enough
     */
    MessageTruncator(Function<MessageView, String> write, Predicate<String> fits) {
        this.write = write;
        this.fits = fits;
    }

    /** The text with as much as fits; empty when nothing helps. */
    Optional<String> text(MessageView view) {
        String whole = write.apply(view);
        if (fits.test(whole)) {
            return Optional.of(whole);
        }
        MessageView bare = view.first(0);
        MessageView shortest = bare.clipped(0);
        return longest(view.entries() - 1, view::first)
                .or(() -> longest(bare.longest(), bare::clipped))
                .or(() -> longest(shortest.subject().length(), shortest::named));
    }

    /** The text of the largest number from 0 on whose text fits, as far as more of it is longer. */
    private Optional<String> longest(int most, IntFunction<MessageView> view) {
        int low = 0;
        int high = most;
        Optional<String> best = Optional.empty();
        while (low <= high) {
            int middle = (low + high) >>> 1;
            String text = write.apply(view.apply(middle));
            if (fits.test(text)) {
                best = Optional.of(text);
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return best;
    }

    /** As the other; empty where nothing stays. */
    static Optional<String> clip(Optional<String> text, int codePoints) {
        return text.map(whole -> clip(whole, codePoints)).filter(rest -> !rest.isEmpty());
    }

    /** At most so many code points, the last one an ellipsis where something is missing. */
    static String clip(String text, int codePoints) {
        if (text.codePointCount(0, text.length()) <= codePoints) {
            return text;
        }
        return codePoints == 0 ? "" : text.substring(0, text.offsetByCodePoints(0, codePoints - 1)) + '…';
    }
}
