package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.notifier.NotifiersConfig.WhenConfig;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.notify.Routing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads which verdicts go to a notifier. */
final class RoutingReader {
    private RoutingReader() {}

    static Routing read(Section section, WhenConfig when) {
        section.refuseEmpty("when.outcomes", "names no outcome, so nothing would go here; leave the key out for all");
        return new Routing(
                when.outcomes().map(Set::copyOf).orElse(Routing.DEFAULT.outcomes()),
                words(section, "when.source-types"),
                words(section, "when.regions"),
                MatchersReader.read(section, "when.match"),
                when.changed());
    }

    private static Set<String> words(Section section, String key) {
        section.refuseEmpty(key, "names none, so nothing would go here; leave the key out for all");
        List<ConfigValue> written = section.list(key);
        Set<String> seen = new HashSet<>();
        written.stream()
                .filter(word -> !seen.add(word.text()))
                .forEach(word -> section.problems().error(word.location(), word.shown() + " stands here twice"));
        return written.stream().map(ConfigValue::text).collect(Collectors.toSet());
    }
}
