package io.github.precheckwatcher.simulator.cloud;

import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.simulator.script.Answer;
import io.github.precheckwatcher.simulator.script.Deviation;
import io.github.precheckwatcher.simulator.script.ReportText;
import io.github.precheckwatcher.simulator.script.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** One scripted precheck while it is asked: when it started, how often it was asked, what is true of it now. */
final class PrecheckRun {
    private final PrecheckRef ref;
    private final Script script;
    private Instant startedAt;
    private int calls;
    private String ending;

    PrecheckRun(PrecheckRef ref, Script script) {
        this.ref = ref;
        this.script = script;
        this.startedAt = script.startsAt().orElse(null);
    }

    PrecheckRef ref() {
        return ref;
    }

    /** Whether the call names this precheck in all three parameters. */
    boolean isOf(Call call) {
        return call.parameter("TaskId").filter(ref.taskId()::equals).isPresent()
                && call.parameter("InstanceUuid")
                        .filter(ref.instanceUuid()::equals)
                        .isPresent()
                && call.parameter("UniRegionId")
                        .filter(ref.uniRegionId()::equals)
                        .isPresent();
    }

    /** The answer about no precheck: a success that says nothing. */
    static Truth nothing(String requestId) {
        return new Truth("{\"RequestId\":\"" + requestId + "\"}", false);
    }

    /** Counts a call and says what is answered to it. */
    synchronized Turn next(Instant now) {
        calls++;
        if (startedAt == null) {
            startedAt = now;
        }
        for (Deviation deviation : script.deviations()) {
            if (deviation.means(calls)) {
                return new Turn(deviation.delay(), deviation.answer());
            }
        }
        return Turn.TRUE;
    }

    /** What is done at one call: wait, then answer the truth or something else. */
    record Turn(Duration delay, Optional<Answer> answer) {
        static final Turn TRUE = new Turn(Duration.ZERO, Optional.empty());
    }

    /**
     * What is true at that time.
     *
     * @param describing whether the answer has a {@code Description}
     */
    synchronized Truth truth(Instant now, String requestId, boolean describing) {
        Instant start = startedAt == null ? now : startedAt;
        Duration elapsed = Duration.between(start, now);
        boolean ended = elapsed.compareTo(script.duration()) >= 0;
        StringBuilder json = new StringBuilder(ended ? 1024 : 192);
        json.append("{\"RequestId\":\"").append(requestId).append('"');
        if (describing) {
            json.append(",\"Description\":")
                    .append(ReportText.quoted(ended ? script.finalState() : script.runningState()));
        }
        if (ended) {
            if (ending == null) {
                ending = ending(start);
            }
            json.append(ending);
        } else {
            running(json, start, elapsed);
        }
        return new Truth(json.append('}').toString(), ended);
    }

    /**
     * A true answer.
     *
     * @param json the whole body
     * @param ended whether it is the last word on the precheck
     */
    record Truth(String json, boolean ended) {}

    // While running the vendor's answer has no Result and no CompletedTime.
    private void running(StringBuilder json, Instant start, Duration elapsed) {
        double seconds = script.duration().toMillis() / 1000.0;
        double fraction = Math.max(0, Math.min(1, elapsed.toMillis() / 1000.0 / Math.max(seconds, 0.001)));
        progress(json, script.curve().progress(fraction));
        long updated = start.getEpochSecond() + (long) (script.curve().lastChange(fraction) * seconds);
        json.append(",\"CreatedTime\":")
                .append(start.getEpochSecond())
                .append(",\"UpdatedTime\":")
                .append(updated);
    }

    private String ending(Instant start) {
        Instant end = start.plus(script.duration());
        boolean whole = script.finalState().strip().equalsIgnoreCase("completed");
        StringBuilder json = new StringBuilder(1024);
        // a precheck that broke off keeps the progress it had
        progress(json, whole ? OptionalInt.of(100) : script.curve().progress(1));
        ReportText.of(script, instanceId(), end)
                .ifPresent(result -> json.append(",\"Result\":").append(result));
        return json.append(",\"CompletedTime\":")
                .append(end.getEpochSecond())
                .append(",\"CreatedTime\":")
                .append(start.getEpochSecond())
                .append(",\"UpdatedTime\":")
                .append(end.getEpochSecond())
                .toString();
    }

    private static void progress(StringBuilder json, OptionalInt progress) {
        if (progress.isPresent()) {
            json.append(",\"Progress\":").append(progress.getAsInt());
        }
    }

    // ECS instance ids look like i-wz91bc1cizusilh85v90; which one belongs to a uuid only the cloud knows
    private String instanceId() {
        String uuid = ref.instanceUuid().replaceAll("[^0-9A-Za-z]", "");
        return "i-" + uuid.substring(Math.max(0, uuid.length() - 20));
    }
}
