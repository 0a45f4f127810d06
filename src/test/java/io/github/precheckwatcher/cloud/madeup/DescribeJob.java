package io.github.precheckwatcher.cloud.madeup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.cloud.ErrorMeaning;
import io.github.precheckwatcher.cloud.PollResult;
import io.github.precheckwatcher.cloud.RpcAction;
import io.github.precheckwatcher.cloud.RpcCall;
import io.github.precheckwatcher.cloud.answer.ResponseBody;
import io.github.precheckwatcher.cloud.answer.ResponseFields;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Grade;
import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.PrecheckReport;
import io.github.precheckwatcher.precheck.ReportDraft;
import io.github.precheckwatcher.precheck.VendorNumbers;
import io.github.precheckwatcher.precheck.VendorText;
import java.util.Map;
import java.util.Optional;

/**
 * An action of a product that does not exist: all that a second product needs. It says in {@code Code} what its job does, and
 * beside each item how to repair it.
 */
record DescribeJob(PrecheckRef ref) implements RpcCall {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RpcAction ACTION = new RpcAction("Migration", "made-up", "2020-01-01", "DescribeJob");
    private static final ResponseFields FIELDS =
            ResponseFields.of("Code", "Percent").withAny("Items");
    private static final Map<String, Phase> PHASES = Map.of(
            "JobQueued", Phase.WAITING,
            "JobRunning", Phase.RUNNING,
            "JobDone", Phase.ENDED,
            "JobBroken", Phase.BROKEN);
    private static final Map<String, Grade> GRADES = Map.of(
            "Success", Grade.PASSED, "Alert", Grade.WARNING, "Failed", Grade.FAILED, "NotStarted", Grade.NOT_RUN);

    @Override
    public RpcAction action() {
        return ACTION;
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of("JobId", ref.taskId());
    }

    @Override
    public ResponseFields fields() {
        return FIELDS;
    }

    @Override
    public Meaning read(ResponseBody body) {
        String code = body.sent("Code").orElse("");
        Phase phase = PHASES.get(code);
        if (phase == null) {
            return new Meaning.Nothing("has no job code");
        }
        return new Meaning.Documented(new PollResult.Observed(new Observation(
                phase,
                VendorText.word(body.withoutSecrets(code)),
                VendorNumbers.progress(body.sent("Percent").orElse(null)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                body.sent("Items")
                        .map(items -> report(body.withoutSecrets(items)))
                        .orElse(PrecheckReport.NONE),
                body.requestId())));
    }

    private static PrecheckReport report(String text) {
        ReportDraft draft = new ReportDraft();
        ReportDraft.Instance instance = draft.open();
        instance.beginItems();
        try {
            for (JsonNode item : JSON.readTree(text)) {
                String state = item.path("State").asText();
                instance.add(new CheckItem(
                        VendorText.word(item.path("Name").asText()),
                        Optional.of(VendorText.word(state)),
                        Optional.ofNullable(GRADES.get(state)),
                        Optional.ofNullable(item.path("Repair").textValue())
                                .map(repair -> VendorText.oneLine(repair, 1_000))));
            }
        } catch (JsonProcessingException unreadable) {
            draft.unread();
        }
        instance.close();
        return draft.report(Optional.of(text));
    }

    @Override
    public Optional<ErrorMeaning> error(String code) {
        return code.equals("jobgone")
                ? Optional.of(new ErrorMeaning(ErrorMeaning.Kind.PARAMETER, Optional.of("start the job again")))
                : Optional.empty();
    }

    @Override
    public String parameterRemedy() {
        return "check the job id of this watch";
    }
}
