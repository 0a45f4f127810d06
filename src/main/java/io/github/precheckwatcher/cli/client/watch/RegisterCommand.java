package io.github.precheckwatcher.cli.client.watch;

import io.github.precheckwatcher.api.registration.RegisteredView;
import io.github.precheckwatcher.api.registration.RegisteredView.Result;
import io.github.precheckwatcher.api.registration.WatchRequest;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.client.Listing;
import io.github.precheckwatcher.cli.client.Listing.Column;
import io.github.precheckwatcher.cli.client.OutputOption;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import io.github.precheckwatcher.config.ConfigEnvironment;
import io.github.precheckwatcher.config.RequestedTasks;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a running daemon watch further prechecks. */
@Command(
        name = "register",
        description = {
            "Has a running daemon watch a precheck, or those of a tasks file, until each has its verdict.",
            "No reload of the daemon's files ends what is registered here. The same again changes nothing."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  precheck-watcher register --task-id t-000bc9nqwxsbyvod0001 \\",
            "      --instance-uuid ebc895506c6911ed800000163e0e0001 \\",
            "      --uni-region-id cn-hangzhou --name orders-db",
            "  precheck-watcher register more-tasks.yaml --reason 'migration of the shop'",
            "  generate-tasks | precheck-watcher register - -o jsonl"
        })
public final class RegisterCommand implements Callable<Integer> {
    private static final String STDIN = "-";

    private final InputStream in;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "a tasks file, as config/tasks.yaml is one; - for standard input")
    private Optional<String> file;

    @Option(names = "--task-id", paramLabel = "ID", description = "the vendor's TaskId")
    private Optional<String> taskId;

    @Option(names = "--instance-uuid", paramLabel = "UUID", description = "the vendor's InstanceUuid")
    private Optional<String> instanceUuid;

    @Option(names = "--uni-region-id", paramLabel = "REGION", description = "where the database server is")
    private Optional<String> uniRegionId;

    @Option(names = "--name", paramLabel = "NAME", description = "shown in every message (default: made from the ids)")
    private Optional<String> name;

    @Option(names = "--account", paramLabel = "NAME", description = "the account by which it is asked")
    private Optional<String> account;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "a label; may be repeated")
    private Map<String, String> labels;

    @Option(names = "--deadline", paramLabel = "DURATION", description = "how long it may take, for example 30m")
    private Optional<String> deadline;

    @Option(
            names = "--notifier",
            paramLabel = "NAME",
            description = "who is notified; may be repeated (default: all notifiers)")
    private List<String> notifiers;

    @Option(names = "--policy", paramLabel = "POLICY", description = "how intervals are chosen: fixed, backoff")
    private Optional<String> policy;

    @Option(names = "--interval", paramLabel = "DURATION", description = "the interval of fixed, the first of backoff")
    private Optional<String> interval;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why; the history and the log keep it")
    private Optional<String> reason;

    @Mixin
    private OutputOption output;

    @Mixin
    private DaemonOptions daemon;

    @Spec
    private CommandSpec spec;

    /** @param in what {@code -} means */
    public RegisterCommand(InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() throws CommandFailure {
        List<?> entries = file.isPresent() ? ofFile(file.get()) : List.of(ofOptions());
        Registrations registrations = new Registrations(daemon.client(), reason, shown());
        List<RegisteredView> registered = registrations.register(entries);
        output.print(listing(), registered, registered);
        if (output.people() && registered.size() > 1) {
            Console.print(spec.commandLine().getOut(), System.lineSeparator() + counts(registered));
        }
        boolean granted = registered.stream().noneMatch(watch -> watch.result() == Result.IN_FILES);
        return granted ? ExitCode.OK : ExitCode.CANNOT_START;
    }

    /** What messages call the file; empty: there is none. */
    private Optional<String> shown() {
        return file.map(name -> name.equals(STDIN) ? "standard input" : name);
    }

    private List<Map<String, Object>> ofFile(String name) throws CommandFailure {
        if (Stream.of(taskId, instanceUuid, uniRegionId, this.name, account, deadline, policy, interval)
                        .anyMatch(Optional::isPresent)
                || labels != null
                || notifiers != null) {
            throw new ParameterException(
                    spec.commandLine(), "a file says all of its tasks: name either a file or one task's options");
        }
        try {
            Map<String, String> environment = ConfigEnvironment.current();
            return name.equals(STDIN)
                    ? RequestedTasks.ofFile(in, environment)
                    : RequestedTasks.ofFile(Path.of(name), environment);
        } catch (ConfigException e) {
            throw new CommandFailure(
                    ExitCode.CANNOT_START,
                    e.problems().stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        }
    }

    private WatchRequest ofOptions() {
        Map<String, Optional<String>> needed = new LinkedHashMap<>();
        needed.put("--task-id", taskId);
        needed.put("--instance-uuid", instanceUuid);
        needed.put("--uni-region-id", uniRegionId);
        List<String> missing = needed.entrySet().stream()
                .filter(option -> option.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        if (!missing.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    missing.size() == needed.size()
                            ? "names nothing to register: give a tasks file, or " + String.join(", ", needed.keySet())
                            : "missing " + String.join(", ", missing));
        }
        Optional<WatchRequest.Polling> polling = policy.isEmpty() && interval.isEmpty()
                ? Optional.empty()
                : Optional.of(new WatchRequest.Polling(
                        policy, interval, Optional.empty(), Optional.empty(), Optional.empty()));
        return new WatchRequest(
                name,
                taskId.orElseThrow(),
                instanceUuid.orElseThrow(),
                uniRegionId.orElseThrow(),
                account,
                labels == null ? Map.of() : labels,
                deadline,
                polling,
                notifiers == null ? List.of() : notifiers);
    }

    private static String counts(List<RegisteredView> registered) {
        Map<Result, Integer> counts = new EnumMap<>(Result.class);
        registered.forEach(watch -> counts.merge(watch.result(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " "
                        + count.getKey().name().replace('_', ' ').toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static Listing<RegisteredView> listing() {
        return new Listing<>(
                "the file names no task",
                RegisteredView::name,
                List.of(
                        Column.key("NAME", RegisteredView::name),
                        Column.state("RESULT", watch -> watch.result().name()),
                        Column.wide("ID", RegisteredView::id),
                        Column.text("NOTE", watch -> watch.note().orElse(""))));
    }
}
