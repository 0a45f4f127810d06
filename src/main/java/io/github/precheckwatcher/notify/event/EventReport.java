package io.github.precheckwatcher.notify.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Tally;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The report in a verdict's event.
 *
 * @param unlisted what the list has no room for, but for whether its instances are silent
 */
public record EventReport(List<Instance> instances, Tally unlisted) {
    public EventReport {
        instances = List.copyOf(instances);
    }

    /** What the report says of one instance. */
    public record Instance(Optional<String> id, Optional<String> sourceType, List<Item> items) {}

    /** A check; title, meaning and remedy as the event has them. */
    public record Item(CheckItem check, Optional<String> title, Optional<String> meaning, Optional<String> remedy) {}

    /** @param data the event's */
    static EventReport of(JsonNode data) {
        JsonNode unlisted = data.path("unlisted");
        return new EventReport(
                Event.each(data.path("instances")).map(EventReport::instance).toList(),
                new Tally(
                        unlisted.path("instances").asInt(),
                        0,
                        unlisted.path("passed").asInt(),
                        unlisted.path("warning").asInt(),
                        unlisted.path("failed").asInt()));
    }

    /** The checks that are listed, of all instances. */
    public List<CheckItem> listed() {
        return instances.stream()
                .flatMap(instance -> instance.items().stream())
                .map(Item::check)
                .toList();
    }

    /** How many checks there were, listed or not. */
    public int checks() {
        return listed().size() + unlisted.checks();
    }

    /** How many of all passed. */
    public int passed() {
        return (int) listed().stream().filter(CheckItem::passed).count() + unlisted.passed();
    }

    /** The value of each instance that has one, each once. */
    public List<String> ofInstances(Function<Instance, Optional<String>> value) {
        return instances.stream()
                .flatMap(instance -> value.apply(instance).stream())
                .distinct()
                .toList();
    }

    private static Instance instance(JsonNode instance) {
        return new Instance(
                Event.text(instance, "instanceId"),
                Event.text(instance, "sourceType"),
                Event.each(instance.path("items")).map(EventReport::item).toList());
    }

    private static Item item(JsonNode item) {
        return new Item(
                new CheckItem(item.path("item").asText(), Event.text(item, "result")),
                Event.text(item, "title"),
                Event.text(item, "meaning"),
                Event.text(item, "remedy"));
    }
}
