package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Typos of all kinds in both files: the loader answers or says what is wrong, and never says a secret. */
class ConfigMutationTest {
    private static final int MUTATIONS = Integer.getInteger("mutations", 2_000);

    @TempDir
    Path folder;

    @Test
    void every_mutation_gives_a_configuration_or_problems_and_no_secret() {
        ConfigFolderBuilder config = ContractExample.in(folder);
        String application = ContractExample.template();
        int refused = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            boolean first = random.nextBoolean();
            config.application(ContractExample.in(folder, first ? Mutations.of(application, random) : application));
            config.tasks(first ? ContractExample.TASKS : Mutations.of(ContractExample.TASKS, random));
            List<String> problems = config.problems();
            String said = String.join("\n", problems);
            assertThat(ContractExample.SECRETS).as("seed %d: %s", seed, said).noneMatch(said::contains);
            refused += problems.isEmpty() ? 0 : 1;
        }
        // most mutations hit something; if none did the mutations would be at fault
        assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS - 1);
    }
}
