package io.github.precheckwatcher.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.simulator.cloud.Asked;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class GeneratedPrechecksTest {
    private final GeneratedPrechecks prechecks =
            new GeneratedPrechecks(60, Duration.ofMillis(200), Duration.ofSeconds(20));

    @Test
    void every_precheck_ends_with_the_outcome_that_is_foretold() throws Exception {
        for (int i = 1; i <= prechecks.count(); i++) {
            Script script = prechecks.script(i);

            assertThat(Asked.outcome(prechecks.ref(i), script, script.duration().minusMillis(1)))
                    .as("running " + i)
                    .isEmpty();
            assertThat(Asked.outcome(prechecks.ref(i), script, script.duration()))
                    .as("ended " + i)
                    .hasValue(prechecks.outcome(i));
        }
        assertThat(prechecks.outcomes()).hasSize(60).containsEntry("t-sim-00000001", Outcome.PASSED);
    }

    @Test
    void types_curves_and_outcomes_are_mixed() {
        assertThat(IntStream.rangeClosed(1, 60)
                        .mapToObj(i ->
                                prechecks.script(i).report().get(0).sourceType().orElseThrow()
                                        + prechecks.outcome(i)
                                        + prechecks.script(i).curve())
                        .collect(Collectors.toSet()))
                .hasSize(60);
    }

    @Test
    void durations_are_spread_over_the_whole_span() {
        Set<Integer> tenths = new TreeSet<>();
        for (int i = 1; i <= prechecks.count(); i++) {
            Duration duration = prechecks.script(i).duration();
            assertThat(duration).isBetween(prechecks.shortest(), prechecks.longest());
            tenths.add((int) (duration.minus(prechecks.shortest()).toMillis() / 1981));
        }
        assertThat(tenths).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void another_process_generates_the_same() {
        assertThat(new GeneratedPrechecks(60, Duration.ofMillis(200), Duration.ofSeconds(20)).scripts())
                .isEqualTo(prechecks.scripts());
    }

    @Test
    void the_tasks_file_names_every_precheck() {
        Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(prechecks.tasksYaml());

        Map<?, ?> defaults = (Map<?, ?>) file.get("defaults");
        List<?> tasks = (List<?>) file.get("tasks");
        assertThat(tasks).hasSize(60);
        for (int i = 1; i <= 60; i++) {
            Map<?, ?> task = (Map<?, ?>) tasks.get(i - 1);
            assertThat(task.get("name")).isEqualTo(prechecks.name(i));
            // a uuid that YAML took for a number would not be a text here
            assertThat(new PrecheckRef((String) task.get("task-id"), (String) task.get("instance-uuid"), (String)
                            defaults.get("uni-region-id")))
                    .isEqualTo(prechecks.ref(i));
        }
    }

    @Test
    void a_count_or_span_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> GeneratedPrechecks.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GeneratedPrechecks(1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
