package io.github.precheckwatcher.simulator.script;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.InstanceReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a report as the vendor writes {@code Result}. */
public final class ReportText {
    private ReportText() {}

    /**
     * The value behind {@code "Result":}, or empty when the answer has no {@code Result}.
     *
     * @param instanceId of instances that name none
     * @param endedAt the check time of instances that name none
     */
    public static Optional<String> of(Script script, String instanceId, Instant endedAt) {
        if (script.resultForm() instanceof ResultForm.Verbatim verbatim) {
            return Optional.of(verbatim.json());
        }
        List<String> objects = script.report().stream()
                .map(instance -> instance(instance, instanceId, endedAt))
                .toList();
        String array = "[" + String.join(",", objects) + "]";
        return switch ((ResultForm.Made) script.resultForm()) {
            case STRING_OF_ARRAY -> Optional.of(quoted(array));
            case STRING_OF_OBJECT -> Optional.of(quoted(objects.isEmpty() ? "{}" : objects.get(0)));
            case STRING_TWICE -> Optional.of(quoted(quoted(array)));
            case ARRAY -> Optional.of(array);
            case STRING_CUT -> Optional.of(quoted(array.substring(0, array.length() / 2)));
            case EMPTY -> Optional.of("\"\"");
            case NULL -> Optional.of("null");
            case ABSENT -> Optional.empty();
        };
    }

    /** The text as a JSON string, quotes included. */
    public static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static String instance(InstanceReport instance, String instanceId, Instant endedAt) {
        String items = instance.items().stream().map(ReportText::item).collect(Collectors.joining(","));
        return "{\"checkTime\":" + instance.checkTime().orElse(endedAt).getEpochSecond()
                + ",\"instanceId\":" + quoted(instance.instanceId().orElse(instanceId))
                + ",\"results\":[" + items + "]"
                + instance.sourceType()
                        .map(type -> ",\"sourceType\":" + quoted(type))
                        .orElse("")
                + "}";
    }

    private static String item(CheckItem item) {
        return "{\"item\":" + quoted(item.item())
                + item.result().map(word -> ",\"result\":" + quoted(word)).orElse("") + "}";
    }
}
