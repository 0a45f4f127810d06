package io.github.precheckwatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.cloud.SasTestProfile;
import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.notify.kind.webhook.Receiver;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.watch.RunningEngine;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running engine on a real store: what is swapped counts from the next claim, poll and attempt. */
@QuarkusTest
@TestProfile(SasTestProfile.class)
class SettingsSwapTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @TempDir
    Path data;

    @Inject
    ExecutorService worker;

    @Inject
    Vertx vertx;

    private final CountDownLatch held = new CountDownLatch(1);
    private final Receiver one = Receiver.behaving(this::cloud);
    private final Receiver two = Receiver.behaving(this::cloud);
    private final Receiver hook = Receiver.behaving(this::hook);
    private final Receiver other = Receiver.answering(200);
    private Databases.Database database;
    private CurrentConfig config;
    private RunningEngine engine;

    @BeforeEach
    void open() {
        database = Databases.h2(data);
        config = new CurrentConfig(
                files(account("default", one, "key-1", 100), hook("ops", hook)).load());
        engine = new RunningEngine(database, config, worker, vertx);
    }

    @AfterEach
    void close() {
        held.countDown();
        engine.close();
        List.of(one, two, hook, other).forEach(Receiver::close);
        database.close();
    }

    @Test
    void the_next_claim_has_the_new_budget() {
        swap(account("default", one, "key-1", 1), hook("ops", hook));
        List<String> tasks = IntStream.range(0, 20).mapToObj(i -> "t-slow-" + i).toList();
        register("default", tasks);
        soon().until(() -> !asked(one, "t-slow").isEmpty());

        swap(account("default", one, "key-1", 100), hook("ops", hook));

        // at one call a second they would take twenty
        await().atMost(Duration.ofSeconds(10)).until(() -> asked(one, "t-slow").size() == tasks.size());
        assertThat(engine.store.accounts().get("default").rate()).isEqualTo(100);
    }

    @Test
    void the_next_poll_goes_to_the_new_endpoint_with_the_new_key() {
        register("default", List.of("t-before"));
        soon().until(() -> keys(one).contains("key-1"));

        swap(account("default", two, "key-2", 100), hook("ops", hook));
        register("default", List.of("t-after"));

        soon().until(() ->
                !asked(two, "t-after").isEmpty() && !asked(two, "t-before").isEmpty());
        assertThat(keys(one)).containsOnly("key-1");
        assertThat(keys(two)).containsOnly("key-2");
    }

    @Test
    void a_new_account_is_polled_and_one_that_is_gone_ends_its_calls() {
        swap(account("default", one, "key-1", 100) + account("second", two, "key-2", 100), hook("ops", hook));
        // its answer opens further slots: the only one could go to the call that is held, which would then time out
        register("second", List.of("t-goes-on"));
        soon().until(() -> polls("t-goes-on") > 0);
        register("second", List.of("t-held"));
        soon().until(() -> !asked(two, "t-held").isEmpty());
        assertThat(keys(two)).containsOnly("key-2");

        swap(account("default", one, "key-1", 100), hook("ops", hook));
        register("default", List.of("t-kept"));
        soon().until(() -> !asked(one, "t-kept").isEmpty());
        int before = two.requests().size();
        held.countDown();

        soon().until(() -> outcomes().contains("t-held ERROR"));
        soon().until(() -> two.open() == 0);
        assertThat(two.requests()).hasSize(before);
    }

    @Test
    void the_next_attempt_goes_to_the_notifiers_of_the_new_settings() {
        swap(account("default", one, "key-1", 100), hook("ops", hook) + hook("gone", hook));
        register("default", List.of("t-error-1"));
        soon().until(() -> delivered("ops") == 1 && delivered("gone") == 1);

        swap(account("default", one, "key-1", 100), hook("ops", other) + hook("more", other));
        register("default", List.of("t-error-2"));

        soon().until(() -> delivered("ops") == 2 && delivered("more") == 1);
        assertThat(delivered("gone")).isEqualTo(1);
        assertThat(hook.requests()).hasSize(2);
        assertThat(other.requests()).hasSize(2);
        soon().until(() -> hook.open() == 0);
        assertThat(engine.notifiers.all())
                .extracting(notifier -> notifier.name())
                .containsExactlyInAnyOrder("ops", "more");
    }

    private void swap(String accounts, String notifiers) {
        config.swap(files(accounts, notifiers).load());
    }

    private ConfigFolderBuilder files(String accounts, String notifiers) {
        return new ConfigFolderBuilder(folder).application("""
                watcher:
                  accounts:
                %s  notifiers:
                %s""".formatted(accounts, notifiers));
    }

    private static String account(String name, Receiver cloud, String key, int callsPerSecond) {
        return "    %s: { endpoint: '%s', calls-per-second: %d, credentials: { type: access-key, access-key-id: %s, access-key-secret: abc } }\n"
                .formatted(name, cloud.uri("/"), callsPerSecond, key);
    }

    private static String hook(String name, Receiver receiver) {
        return "    %s: { type: webhook, url: '%s' }\n".formatted(name, receiver.uri("/" + name));
    }

    private void register(String account, List<String> tasks) {
        String yaml = tasks.stream()
                .map(task ->
                        "  - { task-id: %s, instance-uuid: i-%s, uni-region-id: cn-hangzhou, account: %s, polling: { policy: fixed, interval: 1s } }\n"
                                .formatted(task, task, account))
                .collect(Collectors.joining("", "tasks:\n", ""));
        engine.store.register(
                new ConfigFolderBuilder(folder).tasks(yaml).load().specs(),
                Instant.now(),
                () -> UUID.randomUUID().toString());
    }

    /** Security Center: what is called an error is one, what is held is one in the end, all else runs. */
    private boolean cloud(Receiver.Request request, Socket socket, OutputStream out)
            throws IOException, InterruptedException {
        if (request.line().contains("t-held")) {
            held.await();
        }
        boolean error = request.line().contains("t-held") || request.line().contains("t-error");
        byte[] body = ("{\"RequestId\":\"r\",\"Description\":\"" + (error ? "error" : "executing")
                        + "\",\"Progress\":1}")
                .getBytes(StandardCharsets.UTF_8);
        out.write(Receiver.head(200, body.length));
        out.write(body);
        out.flush();
        return true;
    }

    private boolean hook(Receiver.Request request, Socket socket, OutputStream out) throws IOException {
        out.write(Receiver.head(200, 0));
        out.flush();
        return true;
    }

    /** The tasks with such a name that a cloud was asked for. */
    private static List<String> asked(Receiver cloud, String task) {
        return cloud.requests().stream()
                .map(request -> request.line().replaceAll(".*TaskId=([^& ]*).*", "$1"))
                .filter(asked -> asked.startsWith(task))
                .distinct()
                .toList();
    }

    private static List<String> keys(Receiver cloud) {
        return cloud.requests().stream()
                .map(request -> request.headers().get("authorization").replaceAll(".*Credential=([^,]*),.*", "$1"))
                .toList();
    }

    private List<String> outcomes() {
        return database.texts(
                "select w.task_id || ' ' || v.outcome as c from watch w join verdict v on v.watch_id = w.id");
    }

    private int polls(String task) {
        return Integer.parseInt(database.texts("select polls as c from watch where task_id = '" + task + "'")
                .get(0));
    }

    private int delivered(String notifier) {
        return database.texts(
                        "select id as c from delivery where state = 'DELIVERED' and notifier = '" + notifier + "'")
                .size();
    }

    private static ConditionFactory soon() {
        return await().atMost(LONG).pollInterval(Duration.ofMillis(20));
    }
}
