package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.notifier.NotifiersReader;
import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Overrides;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.Redaction;
import io.github.precheckwatcher.config.schema.Schema;
import io.github.precheckwatcher.config.schema.SchemaReader;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.config.schema.YamlFile;
import io.github.precheckwatcher.config.schema.YamlMap;
import io.github.precheckwatcher.watch.PollSettings;
import io.github.precheckwatcher.watch.WatchSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the tasks: of the tasks file, then of the files beside it in the order of their names. One file after the other. */
final class TasksLoader {
    /** Of all files together, in bytes. */
    private static final long MOST_BYTES = 32L * 1024 * 1024;

    private static final Schema.Group TASKS = Schema.of(TasksFile.class);

    private final Path folder;
    private final DaemonFile daemon;
    private final Map<String, String> environment;
    private final Problems problems;
    private final TaskReader.Taken taken = new TaskReader.Taken();

    TasksLoader(Path folder, DaemonFile daemon, Map<String, String> environment, Problems problems) {
        this.folder = folder;
        this.daemon = daemon;
        this.environment = environment;
        this.problems = problems;
    }

    /**
     * All tasks; reports what is wrong.
     *
     * @param running whether a daemon reads them that watches already: to it a file without anything is one that is being
     *     written
     */
    List<WatchSpec> read(TypedConfig typed, boolean running) {
        Optional<ConfigValue> named = daemon.tree().at("watcher.tasks-file");
        Path first = ConfigFiles.tasks(folder, daemon);
        // a name out of ${X} is a value that no message shows
        String shown = named.filter(file -> file.hidden() || Redaction.looksSecret(file.text()))
                .map(file -> "the file of watcher.tasks-file")
                .orElseGet(first::toString);
        List<Path> more = ConfigFiles.more(folder);
        if (!isBounded(first, more)) {
            return List.of();
        }
        PollSettings polling = PollingReader.daemon(typed.polling(), daemon.tree(), problems);
        YamlFile file = YamlFile.read(first, shown, problems);
        if (file instanceof YamlFile.Absent) {
            problems.error(SourceLocation.whole(shown), absent(named, folder));
        }
        List<WatchSpec> specs = new ArrayList<>(tasks(file, shown, typed, polling, running));
        for (Path path : more) {
            String name = path.toString();
            specs.addAll(tasks(YamlFile.read(path, name, problems), name, typed, polling, running));
        }
        if (specs.isEmpty() && taken.isEmpty() && problems.none()) {
            problems.warn(SourceLocation.whole(shown), "names no task, so nothing new is watched");
        }
        return specs;
    }

    private boolean isBounded(Path first, List<Path> more) {
        String beside = folder.resolve(ConfigFiles.TASKS_FOLDER).toString();
        if (more.size() > ConfigFiles.MOST_TASKS_FILES) {
            problems.error(SourceLocation.whole(beside), "has more than " + ConfigFiles.MOST_TASKS_FILES + " files");
            return false;
        }
        long bytes = size(first);
        for (Path path : more) {
            bytes += size(path);
        }
        if (bytes > MOST_BYTES) {
            problems.error(SourceLocation.whole(beside), "is larger than 32 MiB, the tasks file included");
            return false;
        }
        try {
            lookalikes(beside);
        } catch (IOException | SecurityException | java.nio.file.DirectoryIteratorException e) {
            problems.error(SourceLocation.whole(beside), "cannot be read");
            return false;
        }
        return true;
    }

    /** A file under a near name would otherwise be passed over in silence. */
    private void lookalikes(String beside) throws IOException {
        Path more = Path.of(beside);
        if (!Files.isDirectory(more)) {
            return;
        }
        try (var others = Files.newDirectoryStream(more, "*.yml")) {
            for (Path other : others) {
                if (!other.getFileName().toString().startsWith(".")) {
                    problems.error(SourceLocation.whole(other.toString()), "is not read; name it .yaml");
                    return;
                }
            }
        }
    }

    private static long size(Path path) {
        try {
            return Math.min(Files.size(path), YamlFile.LARGEST);
        } catch (IOException | SecurityException e) {
            return 0; // who reads it says so
        }
    }

    private List<WatchSpec> tasks(
            YamlFile file, String shown, TypedConfig typed, PollSettings polling, boolean running) {
        if (!(file instanceof YamlFile.Read read)) {
            return List.of(); // one of many that goes meanwhile is no mistake: the next version lacks it
        }
        if (running && read.root().isEmpty()) {
            problems.error(SourceLocation.whole(shown), "is empty; write tasks: [] to name no task");
        }
        ConfigTree tree = read.root()
                .map(root -> new SchemaReader(shown, Overrides.none(problems), environment, problems)
                        .read(TASKS, root, SourceLocation.line(shown, YamlMap.line(root), "")))
                .orElseGet(ConfigTree::new);
        return new TasksReader(
                        tree,
                        new TaskReader.Known(
                                known(AccountsReader.PATH, AccountsReader.names(daemon.tree())),
                                known(NotifiersReader.PATH, NotifiersReader.names(daemon.tree()))),
                        taken,
                        problems)
                .read(typed.polling().deadline(), polling);
    }

    /** The names that a task may use; empty when a mistake in the daemon's file hides them, so that it is reported once. */
    private Optional<Collection<String>> known(String path, Collection<String> names) {
        return daemon.tree().has(path) || problems.noneAt(daemon.shown()) ? Optional.of(names) : Optional.empty();
    }

    private static String absent(Optional<ConfigValue> named, Path folder) {
        String why = named.map(configValue -> "there is no such file; watcher.tasks-file names it ("
                        + configValue.location().where()
                        + (configValue.location().line().isPresent()
                                ? ":" + configValue.location().line().getAsInt()
                                : " " + configValue.location().key())
                        + ")")
                .orElseGet(() -> Files.exists(folder.resolve("tasks.yml"))
                        ? "there is no such file; tasks.yml is not read, name it tasks.yaml"
                        : "there is no such file");
        return why
                + ". It says what to watch: tasks: [{ task-id: t-..., instance-uuid: ..., uni-region-id: cn-hangzhou"
                + " }]";
    }
}
