package io.github.precheckwatcher.notify.text;

import io.github.precheckwatcher.notify.text.MessageView.Cause;
import io.github.precheckwatcher.notify.text.MessageView.Daily;
import io.github.precheckwatcher.notify.text.MessageView.Item;
import io.github.precheckwatcher.notify.text.MessageView.Line;
import io.github.precheckwatcher.notify.text.MessageView.Target;
import java.util.ArrayList;
import java.util.List;
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
        MessageView bare = first(view, 0);
        MessageView shortest = clipped(bare, 0);
        return longest(entries(view) - 1, entries -> first(view, entries))
                .or(() -> longest(longest(bare), codePoints -> clipped(bare, codePoints)))
                .or(() -> longest(shortest.subject().length(), codePoints -> named(shortest, codePoints)));
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

    /** How many entries could be left out. */
    private static int entries(MessageView view) {
        return view.items().size() + view.lines().size();
    }

    /** The same with its first entries alone; {@code more} counts the others. */
    private static MessageView first(MessageView view, int entries) {
        if (entries >= entries(view)) {
            return view;
        }
        List<Item> items =
                view.items().subList(0, Math.min(entries, view.items().size()));
        List<Line> lines = view.lines()
                .subList(0, Math.min(entries - items.size(), view.lines().size()));
        return with(
                view,
                view.subject(),
                view.summary(),
                view.environment(),
                view.target(),
                items,
                view.problem(),
                view.previous(),
                view.runbook(),
                lines,
                view.daily());
    }

    /**
     * The same with each free text cut to so many code points: all but outcome, name, counts, time, request id and
     * link.
     */
    private static MessageView clipped(MessageView view, int codePoints) {
        return with(
                view,
                view.subject(),
                clip(view.summary(), codePoints),
                clip(view.environment(), codePoints),
                view.target()
                        .map(t -> new Target(
                                clip(t.taskId(), codePoints),
                                clip(t.instanceUuid(), codePoints),
                                clip(t.region(), codePoints),
                                clip(t.account(), codePoints),
                                clip(t.instanceId(), codePoints),
                                clip(t.sourceType(), codePoints))),
                view.items(),
                view.problem()
                        .map(p -> new Cause(
                                clip(p.code(), codePoints),
                                clip(p.message(), codePoints),
                                clip(p.remedy(), codePoints))),
                clip(view.previous(), codePoints),
                view.runbook().filter(page -> page.length() <= codePoints),
                view.lines(),
                view.daily().map(d -> new Daily(d.since(), clip(d.running(), codePoints))));
    }

    /** The same with the name cut to so many code points. */
    private static MessageView named(MessageView view, int codePoints) {
        return with(
                view,
                clip(view.subject(), codePoints),
                view.summary(),
                view.environment(),
                view.target(),
                view.items(),
                view.problem(),
                view.previous(),
                view.runbook(),
                view.lines(),
                view.daily());
    }

    /** How many code points the longest of the texts that {@link #clipped} cuts has. */
    private static int longest(MessageView view) {
        var texts = new ArrayList<>(List.of(view.summary(), view.environment()));
        view.target().ifPresent(t -> {
            texts.addAll(List.of(t.taskId(), t.instanceUuid(), t.region(), t.account()));
            t.instanceId().ifPresent(texts::add);
            t.sourceType().ifPresent(texts::add);
        });
        view.problem().ifPresent(p -> {
            texts.addAll(List.of(p.code(), p.message()));
            p.remedy().ifPresent(texts::add);
        });
        view.previous().ifPresent(texts::add);
        view.runbook().ifPresent(texts::add);
        view.daily().map(Daily::running).ifPresent(texts::add);
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static MessageView with(
            MessageView view,
            String subject,
            String summary,
            String environment,
            Optional<Target> target,
            List<Item> items,
            Optional<Cause> problem,
            Optional<String> previous,
            Optional<String> runbook,
            List<Line> lines,
            Optional<Daily> daily) {
        return new MessageView(
                view.type(),
                view.outcome(),
                subject,
                summary,
                environment,
                target,
                view.labels(),
                items,
                view.more() + entries(view) - items.size() - lines.size(),
                view.checks(),
                view.passed(),
                problem,
                previous,
                view.time(),
                view.epochSecond(),
                view.took(),
                view.requestId(),
                view.link(),
                runbook,
                lines,
                view.counts(),
                view.watches(),
                daily,
                view.words());
    }

    /** As the other; empty where nothing stays. */
    private static Optional<String> clip(Optional<String> text, int codePoints) {
        return text.map(whole -> clip(whole, codePoints)).filter(rest -> !rest.isEmpty());
    }

    /** At most so many code points, the last one an ellipsis where something is missing. */
    private static String clip(String text, int codePoints) {
        if (text.codePointCount(0, text.length()) <= codePoints) {
            return text;
        }
        return codePoints == 0 ? "" : text.substring(0, text.offsetByCodePoints(0, codePoints - 1)) + '…';
    }
}
