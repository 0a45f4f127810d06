package io.github.precheckwatcher.notify.kind.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.notify.AlertTimes;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.SettingsBuilder;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.outbox.JdbcAlertStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's Alertmanager, in its own time: CI installs it, elsewhere these are skipped without it. */
class RealAlertmanagerTest {
    private static final List<String> NAMES = List.of("prometheus-alertmanager", "alertmanager");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG = """
            route: { receiver: nobody }
            receivers: [{ name: nobody }]
            inhibit_rules:
              - source_matchers: [severity="critical"]
                target_matchers: [severity="warning"]
                equal: [region]
            """;

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private Databases.Database database;
    private Process alertmanager;
    private AlertmanagerNotifier notifier;
    private NotifierSettings settings;
    private URI url;

    @BeforeEach
    void start() throws IOException {
        Path program = program();
        try (var port = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            url = URI.create("http://127.0.0.1:" + port.getLocalPort());
        }
        Path config = Files.writeString(dir.resolve("alertmanager.yml"), CONFIG);
        alertmanager = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.path=" + dir.resolve("data"),
                        "--web.listen-address=" + url.getAuthority(),
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("alertmanager.log").toFile())
                .start();
        await().atMost(LONG).ignoreExceptions().until(() -> get("/-/ready").equals("OK"));
        database = Databases.h2(dir);
        settings = settings(url);
        notifier = new AlertmanagerNotifier(
                settings,
                new NotifierContext(
                        "1.2.3",
                        vertx,
                        Clock.systemUTC(),
                        Clock.systemUTC(),
                        Optional.of(new JdbcAlertStore(database.transactions())),
                        Optional.empty()));
    }

    @AfterEach
    void stop() {
        if (alertmanager != null) {
            alertmanager.destroyForcibly().onExit().join();
            notifier.close();
            database.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void an_alert_fires_with_its_chosen_labels_moves_with_its_severity_and_is_resolved() throws Exception {
        Map<String, String> watch = Map.of("team", "payments", "env", "prod");
        send("v1", "one", Outcome.WARNING, watch);
        assertThat(alerts()).containsExactly("one warning payments active");

        send("v2", "one", Outcome.FAILED, watch);
        assertThat(alerts()).as("the warning is resolved").containsExactly("one critical payments active");

        send("v3", "one", Outcome.FAILED, Map.of("team", "core"));
        assertThat(alerts()).containsExactly("one critical core active");

        send("v4", "one", Outcome.FAILED, watch);
        assertThat(alerts()).as("again").containsExactly("one critical payments active");

        send("v5", "one", Outcome.PASSED, Map.of());
        assertThat(alerts()).isEmpty();
    }

    @Test
    void a_critical_one_inhibits_warnings_by_the_severity_label() throws Exception {
        send("v1", "one", Outcome.WARNING, Map.of());
        send("v2", "two", Outcome.FAILED, Map.of());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(alerts())
                        .containsExactlyInAnyOrder("one warning - suppressed", "two critical - active"));
    }

    private void send(String id, String instance, Outcome outcome, Map<String, String> labels) {
        Verdict v = Notifications.warning();
        var verdict = new Verdict(
                id,
                outcome,
                v.summary(),
                new PrecheckRef("t-" + id, instance, "cn-hangzhou"),
                v.state(),
                v.progress(),
                v.createdTime(),
                v.updatedTime(),
                v.completedTime(),
                Clock.systemUTC().instant(),
                v.instances(),
                Optional.empty(),
                v.requestId(),
                Optional.empty());
        Message message = Notifications.message(verdict, Notifications.watch(labels));
        String body = new AlertmanagerType().render(message, settings);
        var delivery = new Delivery("d-" + id, message, "am", body, message.occurredAt(), 0, 1);
        assertThat(notifier.send(delivery).await().atMost(LONG)).isEqualTo(new AttemptResult.Delivered(200));
    }

    /** What is not resolved: instance, severity, team and state. */
    private List<String> alerts() throws IOException, InterruptedException {
        List<String> alerts = new ArrayList<>();
        for (JsonNode alert : JSON.readTree(get("/api/v2/alerts"))) {
            JsonNode labels = alert.path("labels");
            alerts.add(String.join(
                    " ",
                    labels.path("instance").asText(),
                    labels.path("severity").asText(),
                    labels.path("team").asText("-"),
                    alert.path("status").path("state").asText().replace("unprocessed", "active")));
        }
        return alerts;
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url.resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }

    private static NotifierSettings settings(URI url) {
        NotifierSettings s = Notifications.notifier("am", NotifierKind.ALERTMANAGER, Optional.empty(), LONG);
        return SettingsBuilder.of(s)
                .transport(new Transport(
                        Secret.fixed(List.of(url)),
                        Secret.fixed(Map.of()),
                        s.transport().timeout(),
                        false,
                        Optional.empty(),
                        Transport.Tls.DEFAULT))
                .alert(AlertTimes.DEFAULT)
                .alertLabels("team", "severity")
                .build();
    }

    private static Path program() {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            fail("there is no Alertmanager, which .ci/run installs");
        }
        return found.orElseGet(
                () -> abort("skipped: no Alertmanager here (Debian: apt-get install prometheus-alertmanager)"));
    }
}
