package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The archive that the build writes fits the command of README. */
class ClassDataArchiveIT {
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
        assertThat(output).contains("precheckwatcher.PrecheckWatcher source: shared objects file (top)");
    }
}
