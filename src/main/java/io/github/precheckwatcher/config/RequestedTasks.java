package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.JsonEntries;
import io.github.precheckwatcher.config.schema.Overrides;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.Schema;
import io.github.precheckwatcher.config.schema.SchemaReader;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.config.schema.YamlFile;
import io.github.precheckwatcher.config.schema.YamlMap;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.watch.PollPolicyKind;
import io.github.precheckwatcher.watch.PollSettings;
import io.github.precheckwatcher.watch.WatchSpec;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The tasks that a request asks to be watched: JSON with the keys of a task in camelCase, held to the rules of the tasks
 * files by the same code. A request names configured accounts and notifiers alone, no address and no path, and has no
 * placeholders. A client may write one out of a tasks file.
 */
public final class RequestedTasks {
    /** The most entries of a request. */
    public static final int MOST = 10_000;

    /** With more mistakes than these the rest of a request is not read. */
    public static final int MOST_MISTAKES = 500;

    private static final String FILES_ALONE =
            "is for the daemon's tasks files alone; leave it out to register by a request";
    private static final Map<String, String> REFUSED = Map.of("runbook", FILES_ALONE, "on-removal", FILES_ALONE);
    private static final Map<String, String> REASON =
            Map.of("reason", "stands in the query, once for all entries: POST watches?reason=...");
    private static final Schema.Group TASK = Schema.refusing(Schema.of(TasksFile.Task.class), REFUSED);
    private static final Schema.Group ENTRY =
            Schema.camelCase(Schema.refusing(Schema.requiring(TASK, "uni-region-id"), REASON));
    private static final Schema.Group FILE = Schema.with(
            Schema.of(TasksFile.class),
            Map.of(
                    TasksReader.DEFAULTS,
                    Schema.refusing(Schema.of(TasksFile.Defaults.class), REFUSED),
                    "tasks",
                    new Schema.Many(TASK, false)));

    /** What the tree of one entry calls it. */
    private static final String PATH = "task";

    /** What a client takes for the daemon's own, whose settings it does not know: they contradict nothing of a file's. */
    private static final PollSettings ANY = new PollSettings(
            PollPolicyKind.BACKOFF, Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofDays(1), 10);

    private static final Duration ANY_DEADLINE = Duration.ofHours(2);

    private RequestedTasks() {}

    /**
     * Reads the body of a request.
     *
     * @param config names accounts and notifiers, and says what holds where an entry says nothing
     * @return in the order of the request
     * @throws ConfigException with every mistake at once, each with its place; of more than {@link #MOST_MISTAKES} the
     *     first
     */
    public static List<WatchSpec> read(byte[] body, LoadedConfig config) throws ConfigException {
        Problems problems = new Problems();
        TaskReader.Taken taken = new TaskReader.Taken();
        TaskReader.Known known = new TaskReader.Known(
                Optional.of(config.accounts().byName().keySet()),
                Optional.of(config.notifiers().notifiers().stream()
                        .map(NotifierSettings::name)
                        .toList()));
        TaskReader.Below below = new TaskReader.Below(
                config.requests().deadline(), config.requests().polling());
        List<WatchSpec> specs = new ArrayList<>();
        JsonEntries.read(
                body,
                MOST,
                (place, entry) -> {
                    ConfigTree tree = SchemaReader.ofRequest(problems).read(ENTRY, entry, place, PATH);
                    new TaskReader(tree, "", known, taken, problems)
                            .read(PATH, below)
                            .ifPresent(specs::add);
                    return problems.count() <= MOST_MISTAKES;
                },
                problems);
        if (!problems.none()) {
            throw new ConfigException(problems.errors());
        }
        return specs;
    }

    /**
     * What a request says to register the tasks of a file.
     *
     * @param environment for the file's placeholders
     * @return an entry a task, in the file's order: values by the keys of a request
     * @throws ConfigException with every mistake at once
     */
    public static List<Map<String, Object>> ofFile(Path file, Map<String, String> environment) throws ConfigException {
        Problems problems = new Problems();
        YamlFile read = YamlFile.read(file, file.toString(), problems);
        if (read instanceof YamlFile.Absent) {
            problems.error(SourceLocation.whole(file.toString()), "there is no such file");
        }
        return entries(read, file.toString(), environment, problems);
    }

    /** The same of a file that is read from a stream. */
    public static List<Map<String, Object>> ofFile(InputStream in, Map<String, String> environment)
            throws ConfigException {
        Problems problems = new Problems();
        String shown = "standard input";
        return entries(YamlFile.read(in, shown, problems), shown, environment, problems);
    }

    private static List<Map<String, Object>> entries(
            YamlFile file, String shown, Map<String, String> environment, Problems problems) throws ConfigException {
        ConfigTree tree = new ConfigTree();
        if (file instanceof YamlFile.Read read && read.root().isPresent()) {
            Node root = read.root().get();
            tree = new SchemaReader(shown, Overrides.none(problems), environment, problems)
                    .read(FILE, root, SourceLocation.line(shown, YamlMap.line(root), ""));
            TaskReader.Known anyName = new TaskReader.Known(Optional.empty(), Optional.empty());
            new TasksReader(tree, anyName, new TaskReader.Taken(), problems).read(ANY_DEADLINE, ANY);
        }
        if (!problems.none()) {
            throw new ConfigException(problems.errors());
        }
        List<Map<String, Object>> entries = new ArrayList<>();
        for (String path : TasksReader.paths(tree)) {
            entries.add(entry(tree, path));
        }
        return entries;
    }

    private static Map<String, Object> entry(ConfigTree tree, String path) {
        Map<String, Object> entry = values(tree, path, ENTRY);
        Map<String, String> labels = new LinkedHashMap<>(labels(tree, TasksReader.DEFAULTS));
        labels.putAll(labels(tree, path));
        if (!labels.isEmpty()) {
            entry.put("labels", labels);
        }
        String polling = ".polling";
        Schema.Group keys = (Schema.Group) ENTRY.keys().get("polling").schema();
        Map<String, Object> said = values(tree, TasksReader.DEFAULTS + polling, path + polling, keys);
        if (!said.isEmpty()) {
            entry.put("polling", said);
        }
        String notifiers = ".notifiers";
        List<String> names = tree.list((tree.has(path + notifiers) ? path : TasksReader.DEFAULTS) + notifiers).stream()
                .map(ConfigValue::text)
                .toList();
        if (!names.isEmpty()) {
            entry.put("notifiers", names);
        }
        return entry;
    }

    private static Map<String, Object> values(ConfigTree tree, String path, Schema.Group keys) {
        return values(tree, TasksReader.DEFAULTS, path, keys);
    }

    /** The single values of a group, or those of the defaults. */
    private static Map<String, Object> values(ConfigTree tree, String defaults, String path, Schema.Group keys) {
        Map<String, Object> values = new LinkedHashMap<>();
        keys.keys()
                .forEach((written, key) -> tree.at(path + "." + key.name())
                        .or(() -> tree.at(defaults + "." + key.name()))
                        .ifPresent(value -> values.put(written, value.text())));
        return values;
    }

    private static Map<String, String> labels(ConfigTree tree, String path) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String name : tree.names(path + ".labels")) {
            tree.at(ConfigTree.below(path + ".labels", name)).ifPresent(value -> labels.put(name, value.text()));
        }
        return labels;
    }
}
