package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that the build writes fits the command of README. */
class ClassDataArchiveIT {
    private static final String TAKEN = "precheckwatcher.PrecheckWatcher source: shared objects file (top)";

    @Test
    void the_jvm_takes_our_classes_out_of_the_archive() throws IOException, InterruptedException {
        // the paths as README writes them: the JVM compares them letter by letter
        Process version = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "@config/jvm.options",
                        "-XX:SharedArchiveFile=target/quarkus-app/classes.jsa",
                        "-Xlog:class+load",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar",
                        "--version")
                .redirectErrorStream(true)
                .start();
        String output = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(version.waitFor()).as(output).isZero();
        assertThat(output).contains(TAKEN);
    }

    @Test
    void so_does_each_program_of_a_process_test(@TempDir Path folder) {
        List<String> flags = List.of("-Xlog:class+load");
        try (Program version = Program.start(folder, Map.of(), Map.of(), flags, World.SECRETS, "--version")) {
            assertThat(version.awaitEnd(World.PATIENCE)).isZero();
            assertThat(version.text()).contains(TAKEN);
        }
    }
}
