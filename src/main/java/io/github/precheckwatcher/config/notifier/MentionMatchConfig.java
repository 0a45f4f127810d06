package io.github.precheckwatcher.config.notifier;

import java.util.List;
import java.util.Optional;

/** Further ids for watches with certain labels. */
public interface MentionMatchConfig extends MentionConfig {
    /** Only watches whose labels match all of these, in Alertmanager's syntax: {@code team="payments"}. Required. */
    Optional<List<String>> match();
}
