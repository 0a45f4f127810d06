package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.watch.PollSettings;
import io.github.precheckwatcher.watch.WatchSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes watches of the tasks that a file names: defaults filled in, names resolved, repetitions reported. */
final class TasksReader {
    /** The path of the group of defaults. */
    static final String DEFAULTS = "defaults";

    private static final String TASKS = "tasks";

    private final ConfigTree tree;
    private final TaskReader reader;

    /**
     * Reads what a file says.
     *
     * @param taken what files that were read before have taken
     */
    TasksReader(ConfigTree tree, TaskReader.Known known, TaskReader.Taken taken, Problems problems) {
        this.tree = tree;
        this.reader = new TaskReader(tree, DEFAULTS, known, taken, problems);
    }

    /** The watches in the file's order: those that can be used; reports what is wrong with the others. */
    List<WatchSpec> read(Duration deadline, PollSettings daemonPolling) {
        TaskReader.Below below = reader.below(new TaskReader.Below(deadline, daemonPolling));
        List<WatchSpec> specs = new ArrayList<>();
        for (String path : paths(tree)) {
            reader.read(path, below).ifPresent(specs::add);
        }
        return specs;
    }

    /** The paths of the tasks of a file, in its order. */
    static List<String> paths(ConfigTree tree) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < tree.size(TASKS); i++) {
            paths.add(TASKS + "[" + i + "]");
        }
        return paths;
    }
}
