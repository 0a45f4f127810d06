package io.github.precheckwatcher.api.mute;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.precheckwatcher.api.WatchView;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.mute.Mute;
import io.github.precheckwatcher.notify.mute.MuteStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A mute as the API shows it; what does not apply is absent. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(name = "Mute", description = "Nobody is notified of some watches for a time")
public record MuteView(
        @Schema(description = "The mute's own id") String id,

        @Schema(description = "Watches whose labels match all of these; where it names none")
        Optional<List<String>> match,

        @Schema(description = "These watches; where it has no matchers")
        Optional<List<Named>> watches,

        @Schema(description = "Since when") Instant createdAt,
        @Schema(description = "When it ends by itself") Instant until,
        @Schema(description = "Who asked for it, and why") WatchView.By by,

        @Schema(description = "When it ended; absent: it is alive")
        Optional<Instant> endedAt,

        @Schema(description = "Who ended it; absent: its time was over, or it is alive")
        Optional<WatchView.By> endedBy,

        @Schema(description = "How many verdicts fell under it so far")
        long verdicts) {
    static MuteView of(MuteStore.Entry entry) {
        Mute mute = entry.mute();
        List<Named> watches = mute.watches().entrySet().stream()
                .map(watch -> new Named(watch.getKey(), watch.getValue()))
                .toList();
        return new MuteView(
                mute.id(),
                some(mute.matchers().stream().map(LabelMatcher::toString).toList()),
                some(watches),
                mute.createdAt(),
                mute.until(),
                WatchView.By.of(mute.by()),
                mute.end().map(Mute.End::at),
                mute.end().flatMap(Mute.End::by).map(WatchView.By::of),
                entry.verdicts());
    }

    private static <T> Optional<List<T>> some(List<T> list) {
        return Optional.of(list).filter(all -> !all.isEmpty());
    }

    /** A watch that a mute names. */
    @Schema(name = "MutedWatch", description = "A watch that a mute names")
    public record Named(
            @Schema(description = "The watch's own id") String id,

            @Schema(description = "Its name when the mute was made")
            String name) {}
}
