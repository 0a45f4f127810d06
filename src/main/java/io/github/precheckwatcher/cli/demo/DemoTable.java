package io.github.precheckwatcher.cli.demo;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.simulator.script.DemoScripts;
import io.github.precheckwatcher.simulator.sink.Receipts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the demo's webhook sink received, against what the simulated prechecks were scripted to be. */
final class DemoTable {
    private final List<Row> rows;

    private DemoTable(List<Row> rows) {
        this.rows = rows;
    }

    private record Row(String name, String task, String outcome, String expected, int receipts) {
        boolean asScripted() {
            return outcome.equals(expected) && receipts > 0;
        }
    }

    static DemoTable of(Receipts receipts) {
        Map<String, Outcome> expected = DemoScripts.outcomes();
        List<Row> rows = new ArrayList<>();
        receipts.byId().values().forEach(receipt -> {
            String task = receipt.event().taskId().orElse("?");
            rows.add(new Row(
                    receipt.event().subject().orElse("?"),
                    task,
                    receipt.event().outcome().orElse("?"),
                    String.valueOf(expected.get(task)),
                    receipt.accepted()));
        });
        return new DemoTable(rows);
    }

    /** Whether every scripted precheck has exactly its scripted verdict. */
    boolean asScripted() {
        long tasks = rows.stream().map(Row::task).distinct().count();
        return tasks == DemoScripts.outcomes().size()
                && rows.size() == tasks
                && rows.stream().allMatch(Row::asScripted);
    }

    /** One line a verdict and one that sums them up. */
    String text() {
        StringBuilder text = new StringBuilder("\n");
        text.append("%-12s %-24s %-10s %s%n".formatted("WATCH", "TASK", "VERDICT", "WEBHOOK"));
        for (Row row : rows) {
            text.append("%-12s %-24s %-10s %s%n"
                    .formatted(
                            row.name(),
                            row.task(),
                            row.outcome(),
                            row.asScripted() ? "signature verified" : "expected " + row.expected()));
        }
        long good = rows.stream().filter(Row::asScripted).count();
        text.append("%d of %d prechecks have their verdict, told by a signed webhook"
                .formatted(good, DemoScripts.outcomes().size()));
        return text.toString();
    }
}
