package io.github.precheckwatcher.cloud.sas;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.ErrorMeaning;
import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.cloud.RpcAction;
import io.github.precheckwatcher.cloud.RpcCall;
import io.github.precheckwatcher.cloud.answer.ResponseBody;
import io.github.precheckwatcher.cloud.answer.ResponseFields;
import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.PrecheckReport;
import io.github.precheckwatcher.precheck.VendorNumbers;
import io.github.precheckwatcher.precheck.VendorText;
import io.github.precheckwatcher.precheck.Words;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Security Center's action that says how a precheck is doing.
 *
 * @param ref which precheck
 */
record QueryPreCheckDatabase(PrecheckRef ref) implements RpcCall {
    private static final RpcAction ACTION =
            new RpcAction("Security Center", "yundun-sas", "2018-12-03", "QueryPreCheckDatabase");
    private static final String DESCRIPTION = "Description";
    private static final String PROGRESS = "Progress";
    private static final String RESULT = "Result";
    private static final String CREATED_TIME = "CreatedTime";
    private static final String UPDATED_TIME = "UpdatedTime";
    private static final String COMPLETED_TIME = "CompletedTime";
    private static final ResponseFields FIELDS = ResponseFields.of(
                    DESCRIPTION, PROGRESS, CREATED_TIME, UPDATED_TIME, COMPLETED_TIME)
            .withAny(RESULT);
    private static final ErrorMeaning SERVER_ERROR = new ErrorMeaning(
            ErrorMeaning.Kind.WATCH,
            Optional.of("check that the task id exists and is not outdated, else ask the vendor's support,"
                    + " naming the RequestId"));

    QueryPreCheckDatabase {
        requireNonNull(ref, "ref");
    }

    @Override
    public RpcAction action() {
        return ACTION;
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("UniRegionId", ref.uniRegionId());
        parameters.put("TaskId", ref.taskId());
        parameters.put("InstanceUuid", ref.instanceUuid());
        return parameters;
    }

    @Override
    public ResponseFields fields() {
        return FIELDS;
    }

    @Override
    public Meaning read(ResponseBody body) {
        String description = body.sent(DESCRIPTION).orElse("");
        if (Words.normal(description).isEmpty()) {
            return new Meaning.Nothing("has no Description");
        }
        PollResult.Observed observed = new PollResult.Observed(observation(description, body));
        return phase(description) == Phase.UNHEARD_OF
                ? new Meaning.Undocumented(observed)
                : new Meaning.Documented(observed);
    }

    /** The vendor's page of the action names created, completed and error only. */
    static Phase phase(String description) {
        return switch (Words.normal(description)) {
            case "created" -> Phase.RUNNING;
            case "completed" -> Phase.ENDED;
            case "error" -> Phase.BROKEN;
            default -> Phase.UNHEARD_OF;
        };
    }

    private static Observation observation(String description, ResponseBody body) {
        return new Observation(
                phase(description),
                VendorText.word(body.withoutSecrets(description)),
                VendorNumbers.progress(body.sent(PROGRESS).orElse(null)),
                VendorNumbers.unixSeconds(body.sent(CREATED_TIME).orElse(null)),
                VendorNumbers.unixSeconds(body.sent(UPDATED_TIME).orElse(null)),
                VendorNumbers.unixSeconds(body.sent(COMPLETED_TIME).orElse(null)),
                body.sent(RESULT).map(result -> report(result, body)).orElse(PrecheckReport.NONE),
                body.requestId());
    }

    /** Its words are cleaned once more: reading undoes escapes that hid a secret. */
    private static PrecheckReport report(String result, ResponseBody body) {
        return ResultParser.parse(body.withoutSecrets(result), body::withoutSecrets);
    }

    @Override
    public Optional<ErrorMeaning> error(String code) {
        return code.equals("servererror") ? Optional.of(SERVER_ERROR) : Optional.empty();
    }

    @Override
    public String parameterRemedy() {
        return "check task-id, instance-uuid and uni-region-id of this watch";
    }
}
