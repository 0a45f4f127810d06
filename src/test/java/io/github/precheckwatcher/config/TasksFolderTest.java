package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.watch.OnRemoval;
import io.github.precheckwatcher.watch.WatchSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code tasks.d} beside {@code tasks.yaml}, and what bounds them all. */
class TasksFolderTest {
    @TempDir
    Path folder;

    private ConfigFolderBuilder config() {
        return new ConfigFolderBuilder(folder);
    }

    @Test
    void files_are_read_in_the_order_of_their_names_each_with_its_own_defaults() {
        LoadedConfig loaded = config().tasks(
                        "defaults: { uni-region-id: cn-a, on-removal: cancel }\ntasks: [" + task("first") + "]\n")
                .file("tasks.d/20.yaml", "defaults: { uni-region-id: cn-c }\ntasks: [" + task("third") + "]\n")
                .file("tasks.d/10.yaml", "defaults: { uni-region-id: cn-b }\ntasks: [" + task("second") + "]\n")
                .file("tasks.d/.10.yaml.swp", "{")
                .file("tasks.d/10.yaml~", "{")
                .file("tasks.d/..data/x.yaml", "{")
                .load();

        assertThat(loaded.specs()).extracting(WatchSpec::name).containsExactly("first", "second", "third");
        assertThat(loaded.specs()).extracting(spec -> spec.ref().uniRegionId()).containsExactly("cn-a", "cn-b", "cn-c");
        assertThat(loaded.specs())
                .extracting(WatchSpec::onRemoval)
                .containsExactly(OnRemoval.CANCEL, OnRemoval.KEEP, OnRemoval.KEEP);
    }

    @Test
    void names_and_prechecks_are_unique_over_all_files() {
        String one = "defaults: { uni-region-id: cn-a }\ntasks:\n  - " + task("one") + "\n";

        assertThat(config().tasks(one)
                        .file("tasks.d/a.yaml", one.replace("name: one", "name: other"))
                        .file("tasks.d/b.yaml", one.replace("t-one", "t-two"))
                        .problems())
                .containsExactly(
                        "config/tasks.d/a.yaml:3: tasks[0]: is the same precheck by the same account as tasks[0] in "
                                + "config/tasks.yaml:3",
                        "config/tasks.d/b.yaml:3: tasks[0].name: 'one' is taken already by tasks[0] in config/tasks.yaml:3");
    }

    @Test
    void a_mistake_names_its_file_and_line() {
        assertThat(config().file("tasks.d/a.yaml", "tasks:\n  - { nam: x }\n").problems())
                .first()
                .isEqualTo("config/tasks.d/a.yaml:2: tasks[0].nam: unknown key; did you mean name?");
    }

    @Test
    void a_file_under_a_near_name_is_a_mistake() {
        assertThat(config().file("tasks.d/a.yml", "tasks: []\n").problems())
                .containsExactly("config/tasks.d/a.yml: is not read; name it .yaml");
    }

    @Test
    void an_empty_file_is_a_mistake_to_a_daemon_that_watches_already() {
        LoadedConfig running = config().load();

        assertThat(config().tasks("# nothing\n").problems()).isEmpty();
        assertThat(config().tasks("").file("tasks.d/a.yaml", "").problems(running))
                .containsExactly(
                        "config/tasks.yaml: is empty; write tasks: [] to name no task",
                        "config/tasks.d/a.yaml: is empty; write tasks: [] to name no task");
        assertThat(config().tasks("tasks: []\n")
                        .file("tasks.d/a.yaml", "tasks: []\n")
                        .problems(running))
                .isEmpty();
    }

    @Test
    void too_many_files_are_refused_before_any_is_read() {
        ConfigFolderBuilder config = config();
        IntStream.rangeClosed(1, 1_001).forEach(n -> config.file("tasks.d/%04d.yaml".formatted(n), "{"));

        assertThat(config.problems()).containsExactly("config/tasks.d: has more than 1000 files");
    }

    @Test
    void files_that_are_too_large_together_are_refused_before_any_is_read() {
        ConfigFolderBuilder config = config();
        byte[] nine = new byte[9 * 1024 * 1024];
        IntStream.rangeClosed(1, 4).forEach(n -> config.bytes("tasks.d/%d.yaml".formatted(n), nine));

        assertThat(config.problems()).containsExactly("config/tasks.d: is larger than 32 MiB, the tasks file included");
    }

    @Test
    void a_file_with_too_many_nodes_is_refused_before_it_is_parsed() {
        assertThat(config().tasks("tasks: [" + ",".repeat(1_000_001) + "]\n").problems())
                .containsExactly(
                        "config/tasks.yaml: has more than 1000000 lines, keys and elements; use several files");
    }

    @Test
    void ten_thousand_tasks_with_many_labels_are_within_the_bounds() {
        String tasks = IntStream.range(0, 10_000)
                .mapToObj(n -> """
                          - name: db-%d
                            task-id: t-%d
                            instance-uuid: ebc895506c6911ed800000163e0e0001
                            labels: { env: prod, team: payments, zone: h, tier: one, owner: dba }
                        """.formatted(n, n))
                .collect(Collectors.joining("", "defaults: { uni-region-id: cn-a }\ntasks:\n", ""));

        assertThat(config().tasks(tasks).load().specs()).hasSize(10_000);
    }

    @Test
    void a_file_that_others_may_write_is_a_warning() throws IOException {
        ConfigFolderBuilder config = config().application("watcher: { environment: x }\n");
        for (String name : List.of("application.yaml", "tasks.yaml")) {
            Files.setPosixFilePermissions(config.path(name), PosixFilePermissions.fromString("rw-rw-rw-"));
        }

        assertThat(config.warnings())
                .containsExactly(
                        "config/application.yaml: every user of this machine may write it; take that right away (chmod o-w)",
                        "config/tasks.yaml: every user of this machine may write it; take that right away (chmod o-w)");
    }

    @Test
    void the_version_goes_by_content_alone() throws IOException {
        ConfigFolderBuilder config =
                config().application("watcher: { environment: x }\n").file("tasks.d/a.yaml", "tasks: []\n");
        ConfigFiles files = config.files();
        String version = files.version();

        assertThat(config.load().source().version()).isEqualTo(version);
        Files.move(config.path("tasks.d/a.yaml"), config.path("kept"));
        assertThat(files.version()).isNotEqualTo(version);
        Files.createSymbolicLink(config.path("tasks.d/a.yaml"), config.path("kept"));
        assertThat(files.version()).isEqualTo(version);
        config.application("watcher: { environment: y }\n");
        assertThat(files.version()).isNotEqualTo(version);
        config.application("watcher: { environment: x }\n");
        assertThat(files.version()).isEqualTo(version);
        config.file("tasks.d/b.yaml", "tasks: []\n");
        assertThat(files.version()).isNotEqualTo(version);
    }

    @Test
    void another_tasks_file_that_a_refused_version_names_is_looked_at_too() {
        ConfigFolderBuilder config = config();
        ConfigFiles files = config.files();
        config.application("watcher: { tasks-file: '%s', nonsense: 1 }\n".formatted(config.path("other.yaml")))
                .file("other.yaml", "tasks: []\n");
        String version = files.version();

        config.file("other.yaml", "tasks: [ ]\n");

        assertThat(files.version()).isNotEqualTo(version);
    }

    private static String task(String name) {
        return "{ name: %s, task-id: t-%s, instance-uuid: i-1 }".formatted(name, name);
    }
}
