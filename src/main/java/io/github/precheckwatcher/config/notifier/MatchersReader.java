package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Redaction;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.notify.LabelMatcher;
import java.util.ArrayList;
import java.util.List;

/** Reads label matchers in Alertmanager's syntax. */
final class MatchersReader {
    private static final int SHOWN = 200;

    private MatchersReader() {}

    /** The matchers of a list, those that are right; reports what is wrong with the others. */
    static List<LabelMatcher> read(Section section, String key) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (ConfigValue written : section.list(key)) {
            try {
                matchers.add(LabelMatcher.parse(written.text()));
            } catch (IllegalArgumentException e) {
                // its messages show the matcher
                boolean shown = !written.hidden()
                        && !Redaction.looksSecret(written.text())
                        && written.text().length() <= SHOWN;
                section.problems()
                        .error(written.location(), shown ? e.getMessage() : "is no label matcher like env=\"prod\"");
            }
        }
        return matchers;
    }
}
