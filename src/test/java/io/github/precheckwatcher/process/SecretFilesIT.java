package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with secrets that turn bad while the daemon runs: it says so in words and goes on by itself once they are mended. */
@Order(World.LONG)
class SecretFilesIT {
    private static final int WATCHES = 20;
    private static final String REMARK = "\n# by hand\n";
    private static final String APPLICATION = World.application("h2", 20, "{ policy: fixed, interval: 1s }", "")
            .replace("type: access-key", "type: sts\n        security-token-file: token")
            .replace("access-key-secret: ${PRECHECK_DEMO_KEY_SECRET}", "access-key-secret-file: key")
            .replace("secret: ${PRECHECK_DEMO_HOOK_SECRET}", "secret-file: hook");

    @TempDir
    Path folder;

    @Test
    void an_accounts_files_suspend_it_with_the_reason_until_they_are_mended() {
        try (World world = world(20).withShortWaits()) {
            Program daemon = world.daemon(Map.of());
            await("calls go through").atMost(World.PATIENCE).until(() -> world.calls() > WATCHES);

            write("key", World.KEY_SECRET + REMARK);
            write("token", "token-1" + REMARK);
            world.turn("token?expired=true");
            daemon.await(
                    "ERROR account account=default state=SUSPENDED code=NoCredentials"
                            + " reason=\"(access-key-secret|security-token)-file holds more than one line: ",
                    World.PATIENCE);
            world.turn("token", "token-2");
            write("key", "\uFEFF" + World.KEY_SECRET + "\r\n");
            write("token", "token-2\n");

            await("all verdicts are delivered").atMost(Duration.ofMinutes(3)).until(() -> world.accepted() >= WATCHES);
            daemon.stop();
            assertThat(daemon.count("INFO  account account=default state=OK was=SUSPENDED"))
                    .isEqualTo(1);
            assertThat(daemon.count("UNREACHABLE|IllegalArgumentException")).isZero();
        }
    }

    @Test
    void a_notifiers_file_that_turned_bad_is_reported_and_its_last_good_value_stays_in_use() {
        try (World world = world(3)) {
            world.turn("network?state=dead"); // no verdict before the file is bad
            Program daemon = world.daemon(Map.of());
            daemon.await("watching", World.PATIENCE);

            write("hook", World.HOOK_SECRET + REMARK);
            daemon.await(
                    "WARN  config warning=.*secret-file: the file 'hook' holds more than one line.*"
                            + "; what it held before stays in use",
                    World.PATIENCE);
            world.turn("network?state=up");

            await("all verdicts are sent, signed with the value from before")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> world.accepted() >= WATCHES);
            write("hook", World.HOOK_SECRET + "\n");
            daemon.await("INFO  config key=watcher.notifiers.hook.secret-file file=OK was=UNUSABLE", World.PATIENCE);
            daemon.stop();
        }
    }

    private World world(int longestSeconds) {
        write("key", World.KEY_SECRET);
        write("token", "token-1");
        write("hook", World.HOOK_SECRET);
        World world = World.of(folder, WATCHES, longestSeconds, APPLICATION);
        world.turn("token", "token-1");
        return world;
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
