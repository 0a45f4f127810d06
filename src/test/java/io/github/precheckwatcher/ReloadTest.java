package io.github.precheckwatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.cloud.SasTestProfile;
import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.kind.webhook.Receiver;
import io.github.precheckwatcher.registration.reload.Difference;
import io.github.precheckwatcher.registration.reload.ReloadResult;
import io.github.precheckwatcher.registration.reload.RunningReload;
import io.github.precheckwatcher.store.database.Databases;
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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are read again while an engine runs on a real store. */
@QuarkusTest
@TestProfile(SasTestProfile.class)
class ReloadTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Difference NONE = new Difference(List.of(), List.of(), List.of());

    @TempDir
    Path folder;

    @TempDir
    Path data;

    @Inject
    ExecutorService worker;

    @Inject
    Vertx vertx;

    private final CountDownLatch held = new CountDownLatch(1);
    private final Receiver cloud = Receiver.behaving(this::cloud);
    private final Receiver hook = Receiver.answering(200);
    private final LogLines log = LogLines.ofAll();
    private Databases.Database database;
    private ConfigFolderBuilder files;
    private CurrentConfig config;
    private RunningReload reload;

    @BeforeEach
    void open() {
        database = Databases.h2(data);
        files = new ConfigFolderBuilder(folder);
        application("key-1", "");
        tasks(task("a", ""), task("b", ""));
        config = new CurrentConfig(files.load());
        reload = new RunningReload(database, config, files.files(), worker, vertx);
    }

    @AfterEach
    void close() {
        held.countDown();
        reload.close();
        List.of(cloud, hook).forEach(Receiver::close);
        log.close();
        database.close();
    }

    @Test
    void what_is_added_changed_and_removed_is_answered_logged_and_in_effect() {
        application("key-2", "    more: { type: webhook, url: '%s' }\n".formatted(hook.uri("/more")));
        tasks(task("b", ", labels: { env: new }"), task("c", ""));

        ReloadResult.Applied applied = (ReloadResult.Applied) reload.reload();

        assertThat(applied.changes().tasks()).isEqualTo(new Difference(List.of("c"), List.of("b"), List.of("a")));
        assertThat(applied.changes().notifiers()).isEqualTo(new Difference(List.of("more"), List.of(), List.of()));
        assertThat(applied.changes().accounts()).isEqualTo(new Difference(List.of(), List.of("default"), List.of()));
        assertThat(applied.changes().restart()).isEmpty();
        assertThat(lines("INFO reload"))
                .containsExactly("INFO reload state=OK by=api tasks-added=1 tasks-changed=1 tasks-removed=1"
                        + " notifiers-added=more accounts-changed=default");
        assertThat(database.texts("select labels as c from watch where name = 'b'"))
                .containsExactly("{\"env\":\"new\"}");
        soon().until(() -> polled("key-2").containsAll(List.of("t-a", "t-b", "t-c")));
        assertThat(polled("key-1")).doesNotContain("t-c");
    }

    @Test
    void files_that_are_as_they_were_change_nothing() {
        ReloadResult.Applied applied = (ReloadResult.Applied) reload.reload();

        assertThat(applied.changes().none()).isTrue();
        assertThat(applied.changes().tasks()).isEqualTo(NONE);
        assertThat(lines("INFO reload")).containsExactly("INFO reload state=OK by=api changed=nothing");
    }

    @Test
    void a_removed_task_is_watched_to_its_end_and_one_line_says_so() {
        tasks(task("b", ""));

        reload.reload();
        reload.reload();
        reload.look();

        assertThat(lines("INFO removed"))
                .containsExactly("INFO removed watch=a task=t-a account=default on-removal=keep"
                        + " effect=\"no file names it any more; it is watched to its end\"");
        assertThat(reload.engine.store.counts()).containsEntry("WATCHING", 2L);
    }

    @Test
    void a_removed_task_is_cancelled_if_it_says_so_and_only_those_are_notified_who_ask_for_that() {
        application(
                "key-1",
                "    all: { type: webhook, url: '%s', when: { outcomes: [CANCELLED] } }\n".formatted(hook.uri("/all")));
        tasks(task("a", ", on-removal: cancel"), task("b", ""));
        reload.reload();
        tasks(task("b", ""));

        reload.reload();

        assertThat(outcomes()).containsExactly("t-a CANCELLED");
        assertThat(lines("INFO removed"))
                .containsExactly("INFO removed watch=a task=t-a account=default on-removal=cancel"
                        + " effect=\"no file names it any more; it is CANCELLED\"");
        soon().until(() -> hook.requests().size() == 1);
        assertThat(hook.requests().get(0).line()).startsWith("POST /all ");
        assertThat(new String(hook.requests().get(0).body(), StandardCharsets.UTF_8))
                .contains("\"outcome\":\"CANCELLED\"")
                .doesNotContain("\"problem\"");
    }

    @Test
    void a_poll_under_way_of_a_cancelled_watch_changes_nothing() {
        tasks(task("a", ""), task("b", ""), task("held", ", on-removal: cancel"));
        reload.reload();
        soon().until(() -> polled("key-1").contains("t-held"));
        tasks(task("a", ""), task("b", ""));
        reload.reload();

        held.countDown();

        soon().until(() -> outcomes().contains("t-held CANCELLED"));
        await().during(Duration.ofSeconds(1)).until(() -> outcomes().size() == 1);
    }

    @Test
    void a_removal_counts_once_the_files_of_all_nodes_agree() {
        tasks(task("a", ", on-removal: cancel"), task("b", ""));
        reload.reload();
        reload.differing = List.of("node-2");
        tasks(task("b", ""));

        reload.reload();
        reload.look();

        assertThat(outcomes()).isEmpty();
        assertThat(lines("INFO removed"))
                .singleElement()
                .asString()
                .startsWith("INFO removed tasks=1 state=WAITING nodes=node-2");

        reload.differing = List.of();
        reload.look();
        reload.look();

        assertThat(outcomes()).containsExactly("t-a CANCELLED");
        assertThat(lines("INFO removed watch=a")).hasSize(1);
    }

    @Test
    void a_task_that_is_gone_at_a_start_is_seen_as_removed_then() {
        tasks(task("b", ""));
        reload.close();
        config = new CurrentConfig(files.load());

        reload = new RunningReload(database, config, files.files(), worker, vertx);

        assertThat(lines("INFO removed watch=a")).hasSize(1);
    }

    @Test
    void a_mistake_changes_nothing_and_is_reported_once_and_so_is_its_end() {
        application(
                "key-1",
                "    ops: { type: webhook, url: '%s', events: [operator], when: { outcomes: [CANCELLED] } }\n"
                        .formatted(hook.uri("/ops")));
        reload.reload();
        String before = config.config().source().version();
        tasks(task("a", ", deadlin: 1h"), task("c", ""));

        reload.look();
        assertThat(reload.successful()).isTrue();
        for (int look = 0; look < 30; look++) {
            reload.look();
        }
        ReloadResult.Refused refused = (ReloadResult.Refused) reload.reload();

        assertThat(refused.mistakes())
                .singleElement()
                .asString()
                .contains("tasks.yaml:2: tasks[0].deadlin: unknown key; did you mean deadline?");
        assertThat(config.config().source().version()).isEqualTo(before);
        assertThat(reload.successful()).isFalse();
        assertThat(lines("ERROR")).hasSize(2);
        assertThat(lines("ERROR config error=").get(0)).contains("tasks[0].deadlin: unknown key");
        assertThat(lines("ERROR reload"))
                .containsExactly("ERROR reload state=REFUSED by=files mistakes=1"
                        + " effect=\"what was in effect stays in effect\""
                        + " remedy=\"correct the files; they are read again when they change\"");
        soon().until(() -> bodies().stream().anyMatch(body -> body.contains("\"event\":\"reload.refused\"")));
        assertThat(bodies().get(0)).contains("\"subject\":\"reload\"", "deadlin");

        tasks(task("a", ", deadline: 1h"), task("b", ""));
        reload.look();
        reload.look();

        assertThat(reload.successful()).isTrue();
        assertThat(lines("INFO reload state=OK by=files was=REFUSED for=")).hasSize(1);
        soon().until(() -> bodies().stream().anyMatch(body -> body.contains("\"event\":\"reload.ok\"")));
        assertThat(bodies()).hasSize(2);
    }

    @Test
    void what_takes_effect_at_a_start_alone_is_named_in_one_warning_and_the_rest_is_in_effect() {
        files.application("""
                watcher: { data-dir: elsewhere, environment: other }
                quarkus: { http: { port: 8099 } }
                """);

        ReloadResult.Applied applied = (ReloadResult.Applied) reload.reload();
        reload.reload();

        assertThat(applied.changes().restart()).containsExactly("quarkus.http.port", "watcher.data-dir");
        assertThat(applied.changes().keys()).containsExactly("watcher.environment");
        assertThat(lines("WARN config"))
                .containsExactly(
                        "WARN config warning=\"changed keys take effect at the next start alone; until then the"
                                + " values of the last start hold\" keys=quarkus.http.port,watcher.data-dir");
        assertThat(config.settings().environment()).isEqualTo("other");
    }

    @Test
    void several_files_saved_one_after_the_other_are_read_once() {
        application("key-2", "");
        reload.look();
        tasks(task("c", ""));
        reload.look();
        files.file("tasks.d/more.yaml", "tasks:\n" + task("d", ", uni-region-id: cn-beijing"));
        reload.look();
        reload.look();

        assertThat(lines("INFO reload"))
                .containsExactly(
                        "INFO reload state=OK by=files tasks-added=2 tasks-removed=2" + " accounts-changed=default");
        assertThat(database.texts("select name as c from watch where uni_region_id = 'cn-beijing'"))
                .containsExactly("d");
    }

    @Test
    void tasks_that_the_store_does_not_take_follow_as_soon_as_it_does() {
        reload.storeFails = true;
        tasks(task("b", ""), task("c", ""));

        ReloadResult.Applied applied = (ReloadResult.Applied) reload.reload();

        assertThat(applied.tasksWait()).isTrue();
        assertThat(lines("INFO reload"))
                .containsExactly("INFO reload state=OK by=api tasks-added=1 tasks-removed=1"
                        + " waiting=\"the tasks follow when the store works\"");
        assertThat(lines("INFO removed")).isEmpty();

        reload.storeFails = false;
        reload.look();

        assertThat(database.texts("select name as c from watch where name = 'c'"))
                .hasSize(1);
        assertThat(lines("INFO removed watch=a")).hasSize(1);
    }

    @Test
    void with_an_interval_of_zero_files_are_read_when_asked_for_alone() {
        files.application(text("key-1", "").replace("watcher:\n", "watcher:\n  reload-interval: 0s\n"));
        reload.reload();
        tasks(task("c", ""));

        for (int look = 0; look < 20; look++) {
            reload.look();
        }
        assertThat(lines("INFO reload")).hasSize(1);

        reload.reload();
        assertThat(lines("INFO reload")).hasSize(2);
    }

    @Test
    void a_suspended_account_whose_key_is_another_is_asked_at_once() {
        application("wrong-1", "");
        reload.reload();
        soon().until(() -> state().equals("SUSPENDED"));
        int asked = polled("key-2").size();

        application("key-2", "");
        reload.reload();

        await().atMost(Duration.ofSeconds(5)).until(() -> state().equals("OK"));
        assertThat(asked).isZero();
    }

    @Test
    void watches_of_a_removed_account_wait_and_go_on_when_it_returns() {
        application("key-1", "", "    second: " + settings("key-2") + "\n");
        tasks(task("a", ""), task("s", ", account: second"));
        reload.reload();
        soon().until(() -> polled("key-2").contains("t-s"));

        application("key-1", "");
        tasks(task("a", ""));
        reload.reload();
        assertThat(lines("WARN account account=second state=NOT_CONFIGURED watches=1"))
                .hasSize(1);
        int before = polls("key-2");

        application("key-1", "", "    second: " + settings("key-2") + "\n");
        reload.reload();

        soon().until(() -> polls("key-2") > before);
    }

    @Test
    void a_verdict_of_a_watch_whose_notifiers_are_all_gone_goes_to_all() {
        application("key-1", "    old: { type: webhook, url: '%s' }\n".formatted(hook.uri("/old")));
        tasks(task("a", ""), task("held", ", notifiers: [old]"));
        reload.reload();
        soon().until(() -> polled("key-1").contains("t-held"));
        application("key-1", "    new: { type: webhook, url: '%s' }\n".formatted(hook.uri("/new")));
        tasks(task("a", ""));
        reload.reload();

        held.countDown();

        soon().until(() -> !hook.requests().isEmpty());
        assertThat(hook.requests().get(0).line()).startsWith("POST /new ");
    }

    private void application(String key, String notifiers) {
        application(key, notifiers, "");
    }

    private void application(String key, String notifiers, String accounts) {
        files.application(text(key, notifiers).replace("  notifiers:\n", accounts + "  notifiers:\n"));
    }

    private String text(String key, String notifiers) {
        return """
                watcher:
                  environment: test
                  accounts:
                    default: %s
                  notifiers:
                    log: { type: log }
                %s""".formatted(settings(key), notifiers);
    }

    private String settings(String key) {
        return "{ endpoint: '%s', credentials: { type: access-key, access-key-id: %s, access-key-secret: abc } }"
                .formatted(cloud.uri("/"), key);
    }

    private void tasks(String... tasks) {
        files.tasks(List.of(tasks).stream().collect(Collectors.joining("", "tasks:\n", "")));
    }

    private static String task(String name, String more) {
        String region = more.contains("uni-region-id") ? "" : ", uni-region-id: cn-hangzhou";
        return "  - { name: %s, task-id: t-%s, instance-uuid: i-%s%s, polling: { policy: fixed, interval: 200ms }%s }\n"
                .formatted(name, name, name, region, more);
    }

    private boolean cloud(Receiver.Request request, Socket socket, OutputStream out)
            throws IOException, InterruptedException {
        boolean wrong = request.headers().get("authorization").contains("Credential=wrong");
        boolean waits = request.line().contains("t-held");
        if (waits) {
            held.await();
        }
        String body = wrong
                ? "{\"RequestId\":\"r\",\"Code\":\"InvalidAccessKeyId.NotFound\",\"Message\":\"no such key\"}"
                : "{\"RequestId\":\"r\",\"Description\":\"%s\",\"Progress\":1}"
                        .formatted(waits ? "error" : "executing");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        out.write(Receiver.head(wrong ? 404 : 200, bytes.length));
        out.write(bytes);
        out.flush();
        return true;
    }

    private List<String> polled(String key) {
        return cloud.requests().stream()
                .filter(request -> request.headers().get("authorization").contains("Credential=" + key + ","))
                .map(request -> request.line().replaceAll(".*TaskId=([^& ]*).*", "$1"))
                .distinct()
                .toList();
    }

    private int polls(String key) {
        return (int) cloud.requests().stream()
                .filter(request -> request.headers().get("authorization").contains("Credential=" + key + ","))
                .count();
    }

    private List<String> bodies() {
        return IntStream.range(0, hook.requests().size())
                .mapToObj(n -> new String(hook.requests().get(n).body(), StandardCharsets.UTF_8))
                .toList();
    }

    private String state() {
        return reload.engine.store.accounts().get("default").state().name();
    }

    private List<String> outcomes() {
        return database.texts(
                "select w.task_id || ' ' || v.outcome as c from watch w join verdict v on v.watch_id = w.id");
    }

    private List<String> lines(String start) {
        return log.lines().stream().filter(line -> line.startsWith(start)).toList();
    }

    private static ConditionFactory soon() {
        return await().atMost(LONG).pollInterval(Duration.ofMillis(20));
    }
}
