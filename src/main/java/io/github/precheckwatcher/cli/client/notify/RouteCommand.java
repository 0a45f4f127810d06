package io.github.precheckwatcher.cli.client.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.precheckwatcher.api.RouteAnswer;
import io.github.precheckwatcher.api.RouteRequest;
import io.github.precheckwatcher.cli.client.OutputOption;
import io.github.precheckwatcher.cli.console.CliContext;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.cli.console.PlainText;
import io.github.precheckwatcher.precheck.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says who would be notified of a verdict, and shows it as each would get it. */
@Command(
        name = "route",
        description =
                "Says who would be notified of a verdict and shows the message as each would get it; sends nothing."
                        + " Asks a running daemon, or works from the configuration.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher route --outcome FAILED --label env=prod --source-type MYSQL",
            "  precheck-watcher route --outcome WARNING --notifier ops --offline -o name"
        })
public final class RouteCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String INDENT = "    ";

    private final CliContext context;

    @Option(
            names = "--outcome",
            required = true,
            paramLabel = "OUTCOME",
            description = "how the verdict ends: ${COMPLETION-CANDIDATES}")
    private Outcome outcome;

    @Option(names = "--name", paramLabel = "NAME", description = "the watch's name")
    private Optional<String> name;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "a label of the watch; may be repeated")
    private Map<String, String> labels;

    @Option(names = "--account", paramLabel = "NAME", description = "the account that asks (default: default)")
    private Optional<String> account;

    @Option(names = "--region", paramLabel = "ID", description = "where the server is (default: cn-hangzhou)")
    private Optional<String> region;

    @Option(names = "--source-type", paramLabel = "TYPE", description = "the database type: MSSQL, ORACLE or MYSQL")
    private Optional<String> sourceType;

    @Option(names = "--notifier", paramLabel = "NAME", description = "a notifier that the watch names; may be repeated")
    private List<String> notifiers;

    @Option(
            names = "--changed",
            negatable = true,
            description =
                    "the verdict differs, or does not, from the last one of the instance; absent: it is its first")
    private Optional<Boolean> changed;

    @Mixin
    private OutputOption output;

    @Mixin
    private DryRunOptions dryRunOptions;

    @Spec
    private CommandSpec spec;

    public RouteCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        RouteRequest request = new RouteRequest(outcome, name, labels, account, region, sourceType, notifiers, changed);
        RouteAnswer answer = dryRunOptions.ask(
                spec.commandLine().getErr(),
                context,
                client -> client.post("route", request, RouteAnswer.class),
                offline -> offline.route(request));
        output.print(
                answer,
                answer.told().stream().map(RouteAnswer.Receiver::notifier).toList(),
                terminal -> text(answer));
        return ExitCode.OK;
    }

    private static String text(RouteAnswer answer) {
        StringBuilder text =
                new StringBuilder(answer.outcome().name()).append(": ").append(PlainText.oneLine(answer.summary()));
        String line = System.lineSeparator();
        if (answer.told().isEmpty()) {
            text.append(line).append("nobody would be told");
        }
        answer.told()
                .forEach(receiver -> text.append(line)
                        .append(line)
                        .append("told: ")
                        .append(PlainText.oneLine(receiver.notifier()))
                        .append(" (")
                        .append(receiver.kind())
                        .append(')')
                        .append(line)
                        .append(PlainText.lines(readable(receiver.body()), INDENT)));
        if (!answer.others().isEmpty()) {
            text.append(line)
                    .append(line)
                    .append("not told: ")
                    .append(PlainText.oneLine(String.join(", ", answer.others())));
        }
        return text.toString();
    }

    /** A JSON object or list over several lines; anything else, and what has more behind it, as it is. */
    private static String readable(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json.isContainerNode() ? json.toPrettyString() : body;
        } catch (JsonProcessingException e) {
            return body;
        }
    }
}
