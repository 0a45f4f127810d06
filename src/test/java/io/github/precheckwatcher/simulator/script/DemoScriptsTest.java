package io.github.precheckwatcher.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.simulator.Simulation;
import io.github.precheckwatcher.simulator.SimulationOptions;
import io.github.precheckwatcher.simulator.cloud.Asked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class DemoScriptsTest {
    private static final Path DEMO = Path.of("config", "demo");
    private static final Duration LONGEST_DEMO = Duration.ofSeconds(15);

    @Test
    void every_task_of_the_demo_has_a_script() throws Exception {
        assertThat(tasks().stream().map(DemoScriptsTest::ref))
                .hasSize(8)
                .containsExactlyElementsOf(DemoScripts.scripts().keySet());
    }

    @Test
    void the_demo_shows_every_outcome_but_cancelled() {
        assertThat(EnumSet.copyOf(DemoScripts.outcomes().values()))
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Outcome.CANCELLED)));
    }

    @Test
    void the_demo_shows_every_database_type() {
        assertThat(DemoScripts.scripts().values().stream()
                        .map(s -> s.report().get(0).sourceType().orElseThrow()))
                .contains("MSSQL", "ORACLE", "MYSQL");
    }

    @Test
    void every_script_ends_in_time_with_the_outcome_that_is_foretold() throws Exception {
        for (Map<String, ?> task : tasks()) {
            PrecheckRef ref = ref(task);
            Script script = DemoScripts.scripts().get(ref);
            Outcome outcome = DemoScripts.outcomes().get(ref.taskId());

            if (outcome == Outcome.TIMED_OUT) {
                Duration deadline = Duration.parse("PT" + task.get("deadline"));
                assertThat(deadline).isLessThan(LONGEST_DEMO);
                assertThat(script.duration()).isGreaterThan(LONGEST_DEMO);
            } else if (outcome == Outcome.ABANDONED) {
                assertThat(script.deviations()).containsExactly(Deviation.always(Answer.SERVER_ERROR));
            } else {
                assertThat(script.duration()).isLessThan(LONGEST_DEMO);
                assertThat(Asked.outcome(ref, script, script.duration())).hasValue(outcome);
            }
        }
    }

    @Test
    void what_the_tasks_file_foretells_is_what_happens() throws Exception {
        Pattern task = Pattern.compile("name: \\S+ # ([A-Z_]+).*\\R\\s+task-id: (\\S+)");
        Matcher described = task.matcher(Files.readString(DEMO.resolve("tasks.yaml")));
        int count = 0;
        while (described.find()) {
            assertThat(DemoScripts.outcomes().get(described.group(2)).name()).isEqualTo(described.group(1));
            count++;
        }
        assertThat(count).isEqualTo(8);
    }

    @Test
    void the_daemons_file_refers_to_just_the_variables_that_the_simulation_gives() throws Exception {
        Matcher variable = Pattern.compile("\\$\\{(\\w+)}").matcher(Files.readString(DEMO.resolve("application.yaml")));
        Set<String> named = new TreeSet<>();
        while (variable.find()) {
            named.add(variable.group(1));
        }
        SimulationOptions options = SimulationOptions.demo(Clock.systemUTC(), new Random(1), line -> {});
        try (Simulation simulation = Simulation.start(options)) {
            assertThat(named)
                    .containsExactlyInAnyOrderElementsOf(
                            simulation.environment().keySet());
        }
    }

    private static List<Map<String, ?>> tasks() throws Exception {
        Map<String, List<Map<String, ?>>> file =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(DEMO.resolve("tasks.yaml")));
        return new ArrayList<>(file.get("tasks"));
    }

    private static PrecheckRef ref(Map<String, ?> task) {
        return new PrecheckRef((String) task.get("task-id"), (String) task.get("instance-uuid"), "cn-hangzhou");
    }
}
