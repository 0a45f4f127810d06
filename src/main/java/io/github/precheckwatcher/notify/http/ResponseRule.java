package io.github.precheckwatcher.notify.http;

import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.NotifierSettings;
import java.net.URI;
import java.time.Instant;

/** What a platform's answers mean. One a kind; pure. */
@FunctionalInterface
public interface ResponseRule {
    /**
     * Judges; never fails for what stands in the answer.
     *
     * @param sent the address of the request: nothing of it may be shown
     * @param now when the answer came
     */
    AttemptResult judge(PostResponse response, URI sent, NotifierSettings settings, Instant now);
}
