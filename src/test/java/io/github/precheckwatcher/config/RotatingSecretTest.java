package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.SigningSecret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files and a clock that the test moves: the files' times are set by hand too. */
class RotatingSecretTest {
    private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final Duration TICK = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock(Instant.parse("2026-11-24T08:00:00Z"));
    private LogLines log;
    private LoadedConfig config;
    private SecretRotation rotation;

    @BeforeEach
    void start() throws IOException {
        write("url", "https://ops.example.com/old");
        write("secret", OLD);
        write("token", "Bearer old");
        config = new ConfigFolderBuilder(folder)
                .application("""
                watcher:
                  notifiers:
                    ops:
                      type: webhook
                      url-file: FOLDER/url
                      secret-file: FOLDER/secret
                      headers: { X-Team: dba }
                      header-files: { Authorization: FOLDER/token }
                """.replace("FOLDER", folder.toString()))
                .load();
        rotation = new SecretRotation(new CurrentConfig(config), Notifications.faults(clock), clock);
        log = LogLines.of(SecretRotation.class);
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void what_a_file_holds_now_is_used_without_a_restart() throws IOException {
        assertThat(secrets()).containsExactly(SigningSecret.parse(OLD));
        assertThat(headers()).isEqualTo(Map.of("X-Team", "dba", "Authorization", "Bearer old"));

        write("url", "https://ops.example.com/new");
        write("secret", NEW);
        write("token", "Bearer new");
        tick();

        assertThat(ops().transport().urls().get()).containsExactly(URI.create("https://ops.example.com/new"));
        assertThat(secrets()).containsExactly(SigningSecret.parse(NEW));
        assertThat(headers()).isEqualTo(Map.of("X-Team", "dba", "Authorization", "Bearer new"));
        assertThat(log.lines())
                .containsExactlyInAnyOrder(
                        "INFO config key=watcher.notifiers.ops.url-file file=OK changed=true",
                        "INFO config key=watcher.notifiers.ops.secret-file file=OK changed=true",
                        "INFO config key=watcher.notifiers.ops.header-files.Authorization file=OK changed=true");
    }

    @Test
    void a_file_that_stays_as_it_is_is_not_worth_a_line() throws IOException {
        tick();
        write("secret", OLD + "\n"); // touched, but the same
        tick();

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void a_file_that_was_replaced_by_a_link_is_seen() throws IOException {
        write("secret-2", NEW);
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("secret-2"));
        Files.move(folder.resolve("link"), folder.resolve("secret"), StandardCopyOption.REPLACE_EXISTING);

        tick();

        assertThat(secrets()).containsExactly(SigningSecret.parse(NEW));
    }

    @Test
    void an_unusable_file_keeps_the_last_good_value_and_is_reported_once() throws IOException {
        write("secret", "hunter2");
        tick();
        tick();
        tick();

        assertThat(secrets()).containsExactly(SigningSecret.parse(OLD));
        assertThat(said())
                .containsExactly(
                        "WARN config warning=\"config/application.yaml:6: watcher.notifiers.ops.secret-file: a webhook"
                                + " secret begins with whsec_; this makes one: echo whsec_$(openssl rand -base64 32);"
                                + " what it held before stays in use\"");

        write("secret", NEW);
        tick();

        assertThat(secrets()).containsExactly(SigningSecret.parse(NEW));
        assertThat(said())
                .hasSize(2)
                .last()
                .isEqualTo(
                        "INFO config key=watcher.notifiers.ops.secret-file file=OK was=UNUSABLE for=15s changed=true");
    }

    @Test
    void a_file_that_is_gone_is_reported_once_and_when_it_is_back() throws IOException {
        Files.delete(folder.resolve("url"));
        tick();
        assertThat(said()).isEmpty(); // it may be on its way from one place to another
        tick();
        tick();

        assertThat(ops().transport().urls().get()).containsExactly(URI.create("https://ops.example.com/old"));
        assertThat(said())
                .containsExactly(
                        "WARN config warning=\"config/application.yaml:5: watcher.notifiers.ops.url-file: the file"
                                + " 'config/url' does not exist; what it held before stays in use\"");

        write("url", "https://ops.example.com/old");
        tick();

        assertThat(said())
                .hasSize(2)
                .last()
                .isEqualTo("INFO config key=watcher.notifiers.ops.url-file file=OK was=UNUSABLE for=10s changed=false");
    }

    @Test
    void another_reason_is_reported_and_the_failure_is_counted_from_its_start() throws IOException {
        write("token", "a\nb");
        tick();
        write("token", " ");
        tick();
        write("token", "Bearer old");
        tick();

        assertThat(said())
                .hasSize(3)
                .last()
                .isEqualTo(
                        "INFO config key=watcher.notifiers.ops.header-files.Authorization file=OK was=UNUSABLE for=10s"
                                + " changed=false");
    }

    @Test
    void a_file_that_is_being_written_is_looked_at_twice() throws IOException {
        Path url = folder.resolve("url");
        Files.writeString(url, "https://ops.example.com/ha");
        Files.setLastModifiedTime(url, FileTime.from(clock.instant().plus(TICK)));
        tick();
        assertThat(ops().transport().urls().get()).containsExactly(URI.create("https://ops.example.com/old"));

        Files.writeString(url, "https://ops.example.com/half-no-more");
        Files.setLastModifiedTime(
                url, FileTime.from(clock.instant().plus(Duration.ofHours(1)))); // another clock wrote it
        tick();
        assertThat(ops().transport().urls().get()).containsExactly(URI.create("https://ops.example.com/old"));

        tick();
        assertThat(ops().transport().urls().get()).containsExactly(URI.create("https://ops.example.com/half-no-more"));
    }

    @Test
    void no_secret_is_shown() throws IOException {
        write("url", "https://ops.example.com/hunter2?x=hunter2");
        write("secret", "whsec_hunter2");
        write("token", "hunter2\u00e9");
        tick();
        tick();

        assertThat(said()).hasSize(3).noneMatch(line -> line.contains("hunter2"));
        assertThat(config.rotating())
                .hasSize(3)
                .noneMatch(secret -> secret.toString().contains("hunter2"));
    }

    private NotifierSettings ops() {
        return config.notifiers().notifiers().get(0);
    }

    private List<SigningSecret> secrets() {
        return ops().secrets().get();
    }

    private Map<String, String> headers() {
        return ops().transport().headers().get();
    }

    private List<String> said() {
        return log.lines().stream()
                .map(line -> line.replace(folder.toString(), "config"))
                .toList();
    }

    private void tick() {
        clock.advance(TICK);
        rotation.look();
    }

    /** Writes a file a while ago. */
    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minusSeconds(60)));
    }
}
