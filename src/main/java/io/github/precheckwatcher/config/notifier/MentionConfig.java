package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.schema.OneOrMany;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Optional;

/** The ids that a notifier calls by outcome, as its platform writes them, or {@code all}; on PASSED nobody is called. */
public interface MentionConfig {
    /** On WARNING. */
    @OneOrMany
    @WithName("WARNING")
    Optional<List<String>> warning();

    /** On FAILED. */
    @OneOrMany
    @WithName("FAILED")
    Optional<List<String>> failed();

    /** On ERROR. */
    @OneOrMany
    @WithName("ERROR")
    Optional<List<String>> error();

    /** On UNKNOWN. */
    @OneOrMany
    @WithName("UNKNOWN")
    Optional<List<String>> unknown();

    /** On TIMED_OUT. */
    @OneOrMany
    @WithName("TIMED_OUT")
    Optional<List<String>> timedOut();

    /** On ABANDONED. */
    @OneOrMany
    @WithName("ABANDONED")
    Optional<List<String>> abandoned();

    /** On CANCELLED. */
    @OneOrMany
    @WithName("CANCELLED")
    Optional<List<String>> cancelled();
}
