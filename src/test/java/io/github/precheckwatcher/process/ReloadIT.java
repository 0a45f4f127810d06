package io.github.precheckwatcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a running daemon are edited, as editors and Kubernetes do, and it is killed while it reads them. */
@Order(World.LONGEST)
class ReloadIT {
    private static final int KILLS = 3;

    /** Ten thousand where more is killed than usual (-Pheavy). */
    private static final int MANY = Integer.getInteger("watcher.kills", KILLS) > KILLS ? 10_000 : 3_000;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void every_way_of_editing_counts_once() throws IOException {
        try (World world = World.of(folder, 20, 3_000, application("h2", "reload-interval: 1s"))) {
            Program daemon = world.daemon(Map.of());
            daemon.await(" ready ", World.PATIENCE);

            vim("tasks.yaml", version(1));
            awaitReloads(daemon, 1);
            sed("tasks.yaml", version(2));
            awaitReloads(daemon, 2);
            FileTime before = Files.getLastModifiedTime(path("tasks.yaml"));
            Files.writeString(path("tasks.yaml"), version(3));
            Files.setLastModifiedTime(path("tasks.yaml"), before);
            awaitReloads(daemon, 3);
            slowly("tasks.yaml", version(4));
            awaitReloads(daemon, 4);
            kubectl("v1", 5);
            awaitReloads(daemon, 5);
            kubectl("v2", 6);
            awaitReloads(daemon, 6);
            // from now on nobody looks at the files, so that it is the signal that counts
            write("application.yaml", read("application.yaml").replace("reload-interval: 1s", "reload-interval: 0s"));
            await("without looking").atMost(World.PATIENCE).until(() -> daemon.count(" reload state=OK") == 7);
            write("tasks.yaml", version(8));
            daemon.hangUp();
            awaitReloads(daemon, 7);

            await("nothing is read twice")
                    .during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> daemon.count(" reload state=") == 8);
            assertThat(daemon.count("reload state=OK by=signal")).isEqualTo(1);
            assertThat(daemon.count("ERROR")).isZero();
            assertThat(daemon.stop()).isEqualTo(143);
        }
    }

    @Test
    void a_mistake_is_said_once_by_the_log_the_metric_and_the_command_and_so_is_its_end() throws IOException {
        int management = World.freePort();
        int port = World.freePort();
        try (World world = World.of(folder, 5, 3_000, application("h2", "reload-interval: 1s"))) {
            Program daemon = world.daemonOn(management, port);
            daemon.await(" ready ", World.PATIENCE);
            String good = Files.readString(path("tasks.yaml"));

            Files.writeString(path("tasks.yaml"), good + "  - { task-id: t-x, instance-uid: i-x }\n");
            daemon.await("ERROR config error=.*tasks\\[5\\].instance-uid: unknown key; did you mean", World.PATIENCE);
            daemon.await("ERROR reload state=REFUSED by=files mistakes=1", World.PATIENCE);
            assertThat(metrics(management)).contains("precheck_config_last_reload_successful 0.0");
            Program command = world.daemon(Map.of(), "reload", "--server", "http://127.0.0.1:" + port);
            assertThat(command.awaitEnd(World.PATIENCE)).isEqualTo(2);
            assertThat(command.text()).contains("tasks[5].instance-uid: unknown key");

            Files.writeString(path("tasks.yaml"), good);
            daemon.await("INFO  reload state=OK by=files was=REFUSED for=.* changed=nothing", World.PATIENCE);
            assertThat(metrics(management)).contains("precheck_config_last_reload_successful 1.0");
            Program again = world.daemon(Map.of(), "reload", "--server", "http://127.0.0.1:" + port);
            assertThat(again.awaitEnd(World.PATIENCE)).isZero();
            assertThat(again.text()).isEqualTo("nothing has changed");
            assertThat(daemon.count("REFUSED by=")).isEqualTo(1);
            assertThat(daemon.count("ERROR config")).isEqualTo(1);
        }
    }

    @Test
    void a_daemon_killed_amid_a_reload_of_thousands_of_tasks_watches_what_the_files_say_on_h2() {
        killed("h2", Map.of());
    }

    @Test
    void a_daemon_killed_amid_a_reload_of_thousands_of_tasks_watches_what_the_files_say_on_postgresql()
            throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            killed("postgresql", Postgres.variables(postgres));
        }
    }

    /** Whatever was registered when it died, the next start reads the files: each task is one watch, as they say. */
    private void killed(String store, Map<String, String> environment) {
        SplittableRandom random = new SplittableRandom(22);
        try (World world = World.of(folder, MANY, 100_000, application(store, "reload-interval: 0s"))) {
            String all = read("tasks.yaml");
            int amid = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                write("tasks.yaml", "tasks: []\n");
                int management = World.freePort();
                int port = World.freePort();
                Program daemon = world.daemonOn(management, port, environment);
                daemon.await(" ready ", World.PATIENCE);
                write("tasks.yaml", all.replace("defaults:\n", "defaults:\n  labels: { v: k%d }\n".formatted(kill)));
                CompletableFuture<HttpResponse<String>> reload = reload(port);
                long later = random.nextLong(MANY / 10);
                await().pollDelay(Duration.ofMillis(later)).until(() -> true);
                amid += daemon.count(" reload state=OK") == 0 ? 1 : 0;
                daemon.kill();
                reload.cancel(true);

                Program next = world.daemonOn(management, port, environment);
                next.await(" ready .* tasks=" + MANY, World.PATIENCE);
                await("all are watched, each once").atMost(World.PATIENCE).until(() -> watches(management) == MANY);
                next.kill();
            }
            assertThat(amid).as("kills amid a reload").isPositive();
        }
    }

    private static CompletableFuture<HttpResponse<String>> reload(int port) {
        return HTTP.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/reload"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static double watches(int management) {
        return metrics(management)
                .lines()
                .filter(line -> line.startsWith("precheck_watches{"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll(".* ", "")))
                .sum();
    }

    private static String metrics(int management) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void awaitReloads(Program daemon, int reloads) {
        await("reload " + reloads)
                .atMost(World.PATIENCE)
                .until(() -> daemon.count(" reload state=OK .*tasks-(changed|added)=") >= reloads || !daemon.alive());
        assertThat(daemon.count(" reload state=OK .*tasks-(changed|added)=")).isEqualTo(reloads);
    }

    /** With its defaults vim moves the file away and writes a new one, whose backup it deletes then. */
    private void vim(String name, String text) throws IOException {
        Files.move(path(name), path(name + "~"));
        Files.writeString(path(name), text);
        Files.delete(path(name + "~"));
    }

    private void sed(String name, String text) throws IOException {
        Files.writeString(path("sedX1"), text);
        Files.move(path("sedX1"), path(name), ATOMIC_MOVE, REPLACE_EXISTING);
    }

    /** Piece by piece, each sooner than the files count as quiet. */
    private void slowly(String name, String text) throws IOException {
        Files.writeString(path(name), "");
        int piece = text.length() / 6 + 1;
        for (int from = 0; from < text.length(); from += piece) {
            Files.write(
                    path(name),
                    text.substring(from, Math.min(from + piece, text.length())).getBytes(UTF_8),
                    APPEND);
            await().pollDelay(Duration.ofMillis(150)).until(() -> true);
        }
    }

    /** A ConfigMap: its files are links below {@code ..data}, a link to a folder, which is replaced by a rename. */
    private void kubectl(String version, int task) throws IOException {
        Path mounted = Files.createDirectories(path("tasks.d"));
        Path fresh = Files.createDirectories(mounted.resolve(".." + version));
        Files.writeString(
                fresh.resolve("more.yaml"),
                "tasks:\n  - { task-id: t-k%d, instance-uuid: i-k, uni-region-id: cn-hangzhou }\n".formatted(task));
        Files.createSymbolicLink(mounted.resolve("..data_tmp"), Path.of(".." + version));
        Files.move(mounted.resolve("..data_tmp"), mounted.resolve("..data"), ATOMIC_MOVE, REPLACE_EXISTING);
        if (Files.notExists(mounted.resolve("more.yaml"))) {
            Files.createSymbolicLink(mounted.resolve("more.yaml"), Path.of("..data/more.yaml"));
        }
    }

    /** The tasks of the simulator with a label of their own. */
    private String version(int version) {
        return read("tasks.yaml")
                .replaceFirst("defaults:\n(  labels: .*\n)?", "defaults:\n  labels: { v: \"" + version + "\" }\n");
    }

    private static String application(String store, String more) {
        return World.application(store, 200, "{ policy: fixed, interval: 5s }", "  " + more);
    }

    private Path path(String name) {
        return folder.resolve("config").resolve(name);
    }

    private String read(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(path(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
