package io.github.precheckwatcher.api.generated;

import static io.github.precheckwatcher.notify.Notifications.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.api.DescribedAnswers;
import io.github.precheckwatcher.notify.NewDelivery;
import io.github.precheckwatcher.notify.alert.Alert;
import io.github.precheckwatcher.notify.alert.AlertKey;
import io.github.precheckwatcher.notify.alert.AlertStore;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.Databases.Database;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchStore;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests made from the OpenAPI document, for each of its operations: what it permits, and the same with something odd
 * about it. None fails the daemon, every answer is as described, and what was accepted is read back.
 *
 * <p>System properties: {@code generated-requests}, how many; {@code seed}, which ones.
 */
abstract class GeneratedRequestsContract {
    private static final int REQUESTS = Integer.getInteger("generated-requests", 800);
    private static final long SEED = Long.getLong("seed", 20_261_124L);

    /** So often what requests use up, DEAD deliveries and alerts, is there again. */
    private static final int BETWEEN_FILLS = 50;

    /** So often the store is emptied: each list is read again and again, which takes as long as the store is large. */
    private static final int BETWEEN_EMPTIES = 2_000;

    /** More than these say nothing new. */
    private static final int MOST_FAILURES = 20;

    @TestHTTPResource("/")
    URI root;

    @Inject
    Vertx vertx;

    @Inject
    Database database;

    @Inject
    Outbox outbox;

    @Inject
    AlertStore alerts;

    @Inject
    WatchStore watches;

    private final RandomGenerator random = new SplittableRandom(SEED);
    private final KnownValues known = new KnownValues();
    private final Map<String, Integer> sent = new TreeMap<>();
    private final Map<String, Integer> accepted = new TreeMap<>();
    private final Supplier<String> ids = StoredWatches.ids();
    private Wire wire;
    private ReadBacks readBacks;
    private JsonNode document;
    private DescribedAnswers described;
    private int fills;

    @BeforeEach
    void connect() throws Exception {
        wire = new Wire(vertx, root);
        readBacks = new ReadBacks(wire);
        String text = wire.get("/q/openapi?format=json").body();
        document = new ObjectMapper().readTree(text);
        described = new DescribedAnswers(text);
    }

    @AfterEach
    void close() {
        wire.close();
        empty();
    }

    @Test
    void every_operation_that_changes_something_is_read_back() {
        List<String> changing = new ArrayList<>();
        operations()
                .forEach((operation, json) -> changing.add(
                        operation.startsWith("get ")
                                ? ""
                                : json.path("operationId").asText()));
        changing.removeIf(String::isEmpty);

        assertThat(readBacks.operations()).containsAll(changing);
    }

    @Test
    void no_request_fails_the_daemon_and_each_answer_is_as_described() {
        CallGenerator generator = new CallGenerator(document, known, random);
        OddCalls oddities = new OddCalls(random);
        List<Map.Entry<String, JsonNode>> operations = List.copyOf(operations().entrySet());
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            if (i % BETWEEN_EMPTIES == 0) {
                empty();
            }
            if (i % BETWEEN_FILLS == 0) {
                fill();
                learn();
            }
            Map.Entry<String, JsonNode> operation = operations.get(i % operations.size());
            String[] words = operation.getKey().split(" ");
            GeneratedCall call = generator.call(words[0], words[1], operation.getValue());
            if (random.nextInt(5) == 0) {
                call = oddities.of(call);
            }
            try {
                send(call);
            } catch (AssertionError | RuntimeException e) {
                failures.add("request %d: %s%n%s".formatted(i, call, e.getMessage()));
            }
            if (failures.size() == MOST_FAILURES) {
                break;
            }
        }
        assertThat(failures)
                .as("-Dseed=%d -Dgenerated-requests=%d", SEED, REQUESTS)
                .isEmpty();
        sent.keySet().removeAll(refusedAlways());
        assertThat(accepted.values().stream().mapToInt(n -> n).sum())
                .as("accepted: %s of %s", accepted, sent)
                .isGreaterThanOrEqualTo(sent.values().stream().mapToInt(n -> n).sum() / 2);
        assertThat(accepted.keySet())
                .as("operations of which a request was accepted")
                .isEqualTo(sent.keySet());
    }

    /** Operations that this store does not have. */
    abstract Set<String> refusedAlways();

    private void send(GeneratedCall call) {
        boolean keeps = !call.method().equals("GET") && readBacks.changesNothing(call);
        Map<String, String> before = keeps ? readBacks.sizes(lists()) : Map.of();
        Wire.Answer answer = wire.send(call);
        sent.merge(call.id(), 1, Integer::sum);
        if (answer.status() < 400) {
            accepted.merge(call.id(), 1, Integer::sum);
        }
        check(call, answer);
        if (answer.status() == 200
                && !call.method().equals("GET")
                && described(call).isPresent()) {
            readBacks.check(call, json(answer.body()));
        }
        if (keeps) {
            assertThat(readBacks.sizes(lists())).isEqualTo(before);
        }
    }

    private void check(GeneratedCall call, Wire.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isLessThan(500);
        if (answer.body().isEmpty() && answer.status() >= 400) {
            // docs/api.md: the HTTP server itself refuses these, before anything of ours sees them
            assertThat(List.of(400, 413)).contains(answer.status());
            assertThat(call.oddities()).isNotEmpty();
            return;
        }
        Optional<JsonNode> operation = described(call);
        if (operation.isPresent()) {
            described.check(operation.get(), String.valueOf(answer.status()), answer.contentType(), answer.body());
        } else {
            assertThat(answer.status()).isGreaterThanOrEqualTo(400);
            assertThat(answer.contentType()).startsWith("application/problem+json");
        }
    }

    /** A path that was tampered with may be another operation's, or no operation's. */
    private Optional<JsonNode> described(GeneratedCall call) {
        boolean same =
                call.oddities().stream().noneMatch(oddity -> oddity.contains("path") || oddity.contains("segment"));
        return same ? Optional.of(call.operation()) : described.operation(call.method(), normal(call.path()));
    }

    /** As the server reads it (RFC 3986, 5.2.4): without dots, and without parameters of segments and empty ones. */
    private static String normal(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment :
                path.replaceAll(";[^/]*", "").replaceAll("(?i)%2e", ".").split("/")) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return "/" + String.join("/", segments);
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation ->
                                operations.put(operation.getKey() + " " + path.getKey(), operation.getValue())));
        return operations;
    }

    /** Every GET that needs no parameter and answers JSON. */
    private List<String> lists() {
        return operations().entrySet().stream()
                .filter(operation -> operation.getKey().startsWith("get ")
                        && !operation.getKey().contains("{"))
                .filter(operation ->
                        operation.getValue().at("/responses/200/content").has("application/json"))
                .map(operation -> operation.getKey().substring("get ".length()))
                .toList();
    }

    private void learn() {
        known.forget();
        lists().forEach(list -> {
            known.learn(list, readBacks.get(list));
            boolean pages = operations()
                    .get("get " + list)
                    .path("parameters")
                    .findValuesAsText("name")
                    .contains("limit");
            if (pages) {
                known.learn(list, readBacks.get(list + "?limit=1"));
            }
        });
    }

    private void empty() {
        database.execute("update delivery set fencing = fencing + 1; delete from attempt; delete from delivery");
        for (String table : List.of(
                "mute", "message", "notifier", "alert", "verdict", "event", "last_verdict", "watch", "account")) {
            database.execute("delete from " + table);
        }
    }

    /** Something of everything that requests can be about. */
    private void fill() {
        String fill = "f" + fills++;
        watches.openAccounts(Map.of("default", 10.0), StoredWatches.NOW);
        watches.register(
                List.of(StoredWatches.spec("orders-" + fill), StoredWatches.spec("billing-" + fill)),
                StoredWatches.NOW,
                () -> fill + "-" + ids.get());
        Watch claimed = watches.claim("default", StoredWatches.open(1), StoredWatches.NOW, StoredWatches.LEASE, 1)
                .watches()
                .get(0);
        watches.conclude(List.of(StoredWatches.conclusion(
                claimed, Outcome.FAILED, "verdict-" + fill, StoredWatches.NOW.plusSeconds(1))));
        for (int i = 0; i < 20; i++) {
            String id = fill + "-d" + i;
            Message message = new Message(
                    "event-" + id,
                    MessageType.VERDICT,
                    "orders-" + fill,
                    MessageStatus.FAILED,
                    NOW.plusSeconds(i),
                    "{}");
            outbox.post(List.of(new NewDelivery(
                    id, message, "ops", "{\"body\":\"" + id + "\"}", NOW, NOW.plus(Duration.ofDays(3650)), "")));
            database.execute("update delivery set state = 'DEAD', attempts = 1, last_status = 410, tried = true,"
                    + " ended_at = '2026-11-24T08:20:00Z' where id = '" + id + "'");
            fire(fill + "-i" + i);
        }
    }

    private void fire(String instance) {
        Alert firing = new Alert(
                new AlertKey("am", "default", "cn-hangzhou", instance),
                Alert.State.FIRING,
                "v1",
                NOW,
                "{\"annotations\":{\"watch\":\"orders-db\",\"outcome\":\"FAILED\",\"summary\":\"orders-db: FAILED\"}}",
                NOW,
                Optional.empty(),
                NOW.plusSeconds(60),
                Optional.of(NOW),
                false);
        alerts.change(firing.key(), kept -> Optional.of(firing));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (java.io.IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
