package io.github.precheckwatcher.api.registration;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A precheck that somebody asks to be watched, as a request writes it: a task of the tasks file, its keys in camelCase. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(name = "WatchRequest", description = "A precheck to watch; held to the rules of the tasks file")
public record WatchRequest(
        @Schema(
                description = "Shown in every message; unique in the request; absent: made from instance and task id",
                minLength = 1,
                maxLength = 200,
                examples = "orders-db")
        Optional<String> name,

        @Schema(description = "The vendor's TaskId", required = true, pattern = ID)
        String taskId,

        @Schema(description = "The vendor's InstanceUuid", required = true, pattern = ID)
        String instanceUuid,

        @Schema(description = "The region where the database server is", required = true, pattern = ID)
        String uniRegionId,

        @Schema(description = "A configured account; absent: default")
        Optional<String> account,

        @Schema(description = "At most 50; names of letters, digits and _, values of at most 500 characters")
        Map<String, String> labels,

        @Schema(
                description = "How long it may take before it is TIMED_OUT, as 30m; absent: watcher.polling.deadline",
                pattern = "^[1-9][0-9]{0,2}[smh]$")
        Optional<String> deadline,

        @Schema(description = "How it is polled, where that differs from watcher.polling")
        Optional<Polling> polling,

        @Schema(description = "The configured notifiers that are notified; absent: all")
        List<String> notifiers) {
    private static final String ID = "^[!-~]{1,96}$";
    private static final String INTERVAL = "^[1-9][0-9]?[sm]$";

    public WatchRequest {
        requireNonNull(name, "name");
        requireNonNull(taskId, "taskId");
        requireNonNull(instanceUuid, "instanceUuid");
        requireNonNull(uniRegionId, "uniRegionId");
        requireNonNull(account, "account");
        labels = Map.copyOf(labels);
        requireNonNull(deadline, "deadline");
        requireNonNull(polling, "polling");
        notifiers = List.copyOf(notifiers);
    }

    /** How it is polled. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Schema(
            name = "WatchRequestPolling",
            description = "How a watch is polled; what is absent is as watcher.polling says")
    public record Polling(
            @Schema(
                    description = "How the intervals are chosen",
                    enumeration = {"fixed", "backoff"})
            Optional<String> policy,

            @Schema(description = "The interval of fixed, and the first one of backoff, as 5s", pattern = INTERVAL)
            Optional<String> interval,

            @Schema(description = "The shortest interval of backoff", pattern = INTERVAL)
            Optional<String> minInterval,

            @Schema(description = "The longest interval of backoff", pattern = INTERVAL)
            Optional<String> maxInterval,

            @Schema(
                    description = "More errors in a row than this abandon the watch",
                    minimum = "0",
                    maximum = "1000000")
            Optional<Integer> maxConsecutiveErrors) {
        public Polling {
            requireNonNull(policy, "policy");
            requireNonNull(interval, "interval");
            requireNonNull(minInterval, "minInterval");
            requireNonNull(maxInterval, "maxInterval");
            requireNonNull(maxConsecutiveErrors, "maxConsecutiveErrors");
        }
    }
}
