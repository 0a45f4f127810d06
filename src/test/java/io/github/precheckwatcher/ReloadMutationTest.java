package io.github.precheckwatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.cloud.Account;
import io.github.precheckwatcher.cloud.SasTestProfile;
import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.config.Mutations;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.kind.webhook.Receiver;
import io.github.precheckwatcher.registration.reload.RunningReload;
import io.github.precheckwatcher.store.database.Databases;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both files are mutated again and again while an engine works by them, judged by what arrives at its cloud and its
 * webhook: each poll and each delivery is one of a version that was in effect, whole.
 */
@QuarkusTest
@TestProfile(SasTestProfile.class)
class ReloadMutationTest {
    private static final int MUTATIONS = Integer.getInteger("mutations", 500);
    private static final int BETWEEN_WAITS = 25;
    private static final String SECRET = "kQ7vS3cretOfTheAccountZ9x";

    @TempDir
    Path folder;

    @TempDir
    Path data;

    @Inject
    ExecutorService worker;

    @Inject
    Vertx vertx;

    private final Receiver even = Receiver.behaving(this::cloud);
    private final Receiver odd = Receiver.behaving(this::cloud);
    private final Receiver hook = Receiver.answering(200);
    private final Set<Integer> ports = Set.of(even.port(), odd.port(), hook.port());
    private final Set<String> polls = new HashSet<>();
    private final Set<String> deliveries = new HashSet<>();
    private List<String> refusedFor = List.of();
    private int refusals;
    private int recoveries;
    private ConfigFolderBuilder files;
    private CurrentConfig config;

    @BeforeEach
    void write() {
        files = new ConfigFolderBuilder(folder).application(application(0)).tasks(tasks(0));
        config = new CurrentConfig(files.load());
        allow(config.config());
    }

    @AfterEach
    void close() {
        List.of(even, odd, hook).forEach(Receiver::close);
    }

    @Test
    void polls_and_deliveries_are_those_of_exactly_one_version() {
        int skipped = 0;
        int applied = 0;
        try (Databases.Database database = Databases.h2(data);
                LogLines log = LogLines.ofAll();
                RunningReload reload = new RunningReload(database, config, files.files(), worker, vertx)) {
            for (int seed = 1; seed <= MUTATIONS; seed++) {
                LoadedConfig before = config.config();
                Optional<LoadedConfig> expected = mutate(seed);
                if (expected.isPresent() && !isLocal(expected.get())) {
                    skipped++;
                    files.application(application(seed)).tasks(tasks(seed));
                    expected = Optional.of(files.load(before));
                    count(List.of());
                }
                expected.ifPresent(this::allow);
                reload.look();
                reload.look();
                if (expected.isPresent()) {
                    applied++;
                    assertThat(config.config().source().version())
                            .as("seed %d", seed)
                            .isEqualTo(expected.get().source().version());
                    assertThat(config.config().specs()).isEqualTo(expected.get().specs());
                } else {
                    assertThat(config.config()).as("seed %d", seed).isSameAs(before);
                }
                assertThat(reload.successful()).as("seed %d", seed).isEqualTo(expected.isPresent());
                if (seed % BETWEEN_WAITS == 0) {
                    assertWorksBy(config.config());
                }
            }
            List<String> lines = log.lines();
            assertThat(lines.stream().filter(line -> line.contains(" reload state=REFUSED")))
                    .hasSize(refusals);
            assertThat(lines.stream().filter(line -> line.contains(" reload state=OK by=files was=REFUSED")))
                    .hasSize(recoveries);
            assertThat(lines).noneMatch(line -> line.contains(SECRET));
            assertThat(lines.stream().filter(line -> line.startsWith("ERROR config") || line.contains("REFUSED")))
                    .noneMatch(line -> line.contains("127.0.0.1"));
            assertThat(lines).noneMatch(line -> line.contains("fault job="));
        }
        assertThat(applied).isBetween(MUTATIONS / 4, MUTATIONS * 3 / 4);
        assertThat(skipped).isLessThan(MUTATIONS / 4);
        assertThat(hook.requests()).isNotEmpty();
        assertThat(Stream.of(even, odd)
                        .flatMap(cloud -> cloud.requests().stream().map(poll -> poll(cloud.port(), key(poll)))))
                .isNotEmpty()
                .allMatch(polls::contains);
        assertThat(hook.requests()).extracting(ReloadMutationTest::delivery).allMatch(deliveries::contains);
    }

    /** Writes a version with mistakes, mostly, and now and then a whole one; what it says, if it has none. */
    private Optional<LoadedConfig> mutate(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean whole = random.nextInt(3) == 0 || seed % BETWEEN_WAITS == 0;
        boolean first = random.nextBoolean();
        files.application(whole || !first ? application(seed) : Mutations.of(application(seed), random));
        files.tasks(whole || first ? tasks(seed) : Mutations.of(tasks(seed), random));
        try {
            LoadedConfig loaded = files.files().load(config.config());
            if (isLocal(loaded)) {
                count(List.of());
            }
            return Optional.of(loaded);
        } catch (ConfigException e) {
            count(e.problems().stream().map(Object::toString).toList());
            return Optional.empty();
        }
    }

    /** How often the log says so: once for the same mistakes, and once that it is over. */
    private void count(List<String> mistakes) {
        if (mistakes.isEmpty()) {
            recoveries += refusedFor.isEmpty() ? 0 : 1;
        } else if (!mistakes.equals(refusedFor)) {
            refusals++;
        }
        refusedFor = mistakes;
    }

    /** No test calls anything but this machine. */
    private boolean isLocal(LoadedConfig loaded) {
        return Stream.concat(
                        loaded.accounts().byName().values().stream().map(Account::endpoint),
                        loaded.notifiers().notifiers().stream()
                                .flatMap(notifier -> notifier.transport().urls().get().stream()))
                .allMatch(address -> "127.0.0.1".equals(address.getHost()) && ports.contains(address.getPort()));
    }

    private void allow(LoadedConfig loaded) {
        loaded.accounts()
                .byName()
                .values()
                .forEach(account -> polls.add(poll(
                        account.endpoint().getPort(),
                        account.credentials().settings().getOrDefault("access-key-id", ""))));
        for (NotifierSettings notifier : loaded.notifiers().notifiers()) {
            String version = notifier.transport().headers().get().getOrDefault("X-Version", "");
            for (URI address : notifier.transport().urls().get()) {
                deliveries.add("POST " + address.getRawPath() + " " + version);
            }
        }
    }

    /** What is under way has ended soon, and from then on all is of this version. */
    private void assertWorksBy(LoadedConfig now) {
        Set<String> current = new HashSet<>();
        now.accounts()
                .byName()
                .values()
                .forEach(account -> current.add(poll(
                        account.endpoint().getPort(),
                        account.credentials().settings().getOrDefault("access-key-id", ""))));
        List<Receiver> clouds = Stream.of(even, odd)
                .filter(cloud -> current.stream().anyMatch(poll -> poll.startsWith(cloud.port() + " ")))
                .toList();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> clouds.stream().anyMatch(cloud -> {
                    List<Receiver.Request> requests = cloud.requests();
                    return requests.size() > 3
                            && requests.subList(requests.size() - 3, requests.size()).stream()
                                    .allMatch(poll -> current.contains(poll(cloud.port(), key(poll))));
                }));
    }

    private String application(int version) {
        return """
                watcher:
                  environment: test-%d
                  reload-interval: 1s
                  accounts:
                    default:
                      endpoint: '%s'
                      calls-per-second: 200
                      credentials: { type: access-key, access-key-id: key-%d, access-key-secret: %s }
                  polling: { policy: fixed, interval: 100ms }
                  notifiers:
                    hook:
                      type: webhook
                      url: '%s'
                      headers: { X-Version: v-%d }
                      retry: { schedule: [1s] }
                """.formatted(
                version, (version % 2 == 0 ? even : odd).uri("/"), version, SECRET, hook.uri("/v-" + version), version);
    }

    private static String tasks(int version) {
        StringBuilder tasks = new StringBuilder("""
                defaults: { uni-region-id: cn-hangzhou, labels: { v: "%d" } }
                tasks:
                  - { name: error-%d, task-id: t-error-%d, instance-uuid: i-error }
                """.formatted(version, version, version));
        for (int i = 0; i < 5; i++) {
            tasks.append("  - { name: run-%d, task-id: t-run-%d, instance-uuid: i-%d, on-removal: %s }\n"
                    .formatted(i, i, i, i % 2 == 0 ? "keep" : "cancel"));
        }
        return tasks.toString();
    }

    private boolean cloud(Receiver.Request request, Socket socket, OutputStream out) throws IOException {
        String state = request.line().contains("t-error") ? "error" : "executing";
        byte[] body = "{\"RequestId\":\"r\",\"Description\":\"%s\",\"Progress\":1}"
                .formatted(state)
                .getBytes(StandardCharsets.UTF_8);
        out.write(Receiver.head(200, body.length));
        out.write(body);
        out.flush();
        return true;
    }

    private static String poll(int port, String key) {
        return port + " " + key;
    }

    private static String key(Receiver.Request request) {
        return request.headers().get("authorization").replaceAll(".*Credential=([^,]*),.*", "$1");
    }

    private static String delivery(Receiver.Request request) {
        return request.line().replaceAll(" HTTP.*", "") + " "
                + request.headers().getOrDefault("x-version", "");
    }
}
