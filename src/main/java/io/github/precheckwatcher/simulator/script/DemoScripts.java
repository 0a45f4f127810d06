package io.github.precheckwatcher.simulator.script;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.SourceType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the eight prechecks of {@code config/demo/tasks.yaml} go: every outcome that needs nobody to withdraw a watch. */
public final class DemoScripts {
    private static final List<Part> PARTS = List.of(
            new Part(
                    "t-demo00orders00000001",
                    "de300000000000000000000000000001",
                    Outcome.WARNING,
                    Script.of(SourceType.MSSQL)
                            .lasting(Duration.ofSeconds(5))
                            .with("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE", "WARNING")),
            new Part(
                    "t-demo00billing0000002",
                    "de300000000000000000000000000002",
                    Outcome.PASSED,
                    Script.of(SourceType.MYSQL).lasting(Duration.ofSeconds(2))),
            new Part(
                    "t-demo00ledger00000003",
                    "de300000000000000000000000000003",
                    Outcome.PASSED,
                    Script.of(SourceType.ORACLE).lasting(Duration.ofSeconds(8)).along(ProgressCurve.STEPS)),
            new Part(
                    "t-demo00crm00000000004",
                    "de300000000000000000000000000004",
                    Outcome.FAILED,
                    Script.of(SourceType.ORACLE).lasting(Duration.ofSeconds(4)).with("ARCHIVELOG", "FAILED")),
            new Part(
                    "t-demo00stock000000005",
                    "de300000000000000000000000000005",
                    Outcome.ERROR,
                    Script.of(SourceType.MYSQL)
                            .lasting(Duration.ofSeconds(3))
                            .ending("error")
                            .writing(ResultForm.Made.ABSENT)),
            new Part(
                    "t-demo00archive0000006",
                    "de300000000000000000000000000006",
                    Outcome.UNKNOWN,
                    Script.of(SourceType.MSSQL)
                            .lasting(Duration.ofSeconds(6))
                            .along(ProgressCurve.SILENT)
                            .writing(ResultForm.Made.EMPTY)),
            new Part(
                    "t-demo00reports0000007",
                    "de300000000000000000000000000007",
                    Outcome.TIMED_OUT,
                    Script.of(SourceType.MYSQL).lasting(Duration.ofMinutes(1)).along(ProgressCurve.STALLED)),
            new Part(
                    "t-demo00legacy00000008",
                    "de300000000000000000000000000008",
                    Outcome.ABANDONED,
                    Script.of(SourceType.ORACLE).deviating(Deviation.always(Answer.SERVER_ERROR))));

    private DemoScripts() {}

    /** The scripts by precheck, in the order of the demo's tasks. */
    public static Map<PrecheckRef, Script> scripts() {
        Map<PrecheckRef, Script> scripts = new LinkedHashMap<>();
        PARTS.forEach(part -> scripts.put(part.ref(), part.script()));
        return scripts;
    }

    /** The outcomes that the demo must show, by task id. */
    public static Map<String, Outcome> outcomes() {
        return PARTS.stream().collect(Collectors.toUnmodifiableMap(Part::taskId, Part::outcome));
    }

    private record Part(String taskId, String instanceUuid, Outcome outcome, Script script) {
        PrecheckRef ref() {
            return new PrecheckRef(taskId, instanceUuid, "cn-hangzhou");
        }
    }
}
