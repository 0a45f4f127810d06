package io.github.precheckwatcher.api.generated;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How each operation that changes something is read back by a GET once it was accepted. */
final class ReadBacks {
    private final Wire wire;

    /** By operationId. One that is not here fails the test: say how a caller sees what it did. */
    private final Map<String, ReadBack> table = Map.ofEntries(
            entry("acknowledgeAlert", this::noLongerFires),
            entry("cancelWatch", this::isActedOn),
            entry("cancelWatches", this::isActedOn),
            entry("discardDeliveries", this::noneThatFitsIsPending),
            entry("forgetWatch", this::isActedOn),
            entry("mute", this::isMuted),
            entry("pollWatch", this::isActedOn),
            entry("pollWatches", this::isActedOn),
            entry("probeAccount", this::isListed),
            entry("registerWatches", this::areRegistered),
            entry("reload", this::isInEffect),
            entry("replayDeliveries", this::noneThatFitsIsDead),
            entry("replayDelivery", this::isNotDead),
            entry("rewatchWatch", this::isActedOn),
            entry("rewatchWatches", this::isActedOn),
            entry("route", ReadBacks::keepsNothing),
            entry("testNotifier", ReadBacks::keepsNothing),
            entry("unmute", this::hasEnded));

    /** Operations that are no GET and yet change nothing: the lists are the same before and after. */
    private static final List<String> CHANGE_NOTHING = List.of("route", "testNotifier");

    ReadBacks(Wire wire) {
        this.wire = wire;
    }

    /** Reads what a request did. */
    private interface ReadBack {
        void check(GeneratedCall call, JsonNode answer);
    }

    List<String> operations() {
        return table.keySet().stream().sorted().toList();
    }

    /** Whether the request leaves everything as it is, although it is no GET. */
    boolean changesNothing(GeneratedCall call) {
        return CHANGE_NOTHING.contains(call.id())
                || call.json().map(json -> json.path("dryRun").asBoolean()).orElse(false);
    }

    /** @param answer of the request, which was accepted */
    void check(GeneratedCall call, JsonNode answer) {
        if (!changesNothing(call)) {
            table.get(call.id()).check(call, answer);
        }
    }

    private static void keepsNothing(GeneratedCall call, JsonNode answer) {}

    /** Each watch of the answer is as it says, and its timeline says why. */
    private void isActedOn(GeneratedCall call, JsonNode answer) {
        String reason = call.json()
                .map(json -> json.path("reason"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .orElse("")
                .strip();
        for (JsonNode result : answer.has("results") ? answer.path("results") : List.of(answer)) {
            String path =
                    "/api/v1/watches/" + CallGenerator.encoded(result.path("id").asText());
            String effect = result.path("result").asText();
            if (effect.equals("FORGOTTEN")) {
                assertThat(wire.get(path).status()).isEqualTo(404);
                continue;
            }
            JsonNode watch = get(path);
            switch (effect) {
                case "CANCELLED" ->
                    assertThat(watch.path("verdict").path("outcome").asText()).isEqualTo("CANCELLED");
                case "NEW_ROUND" -> assertThat(watch.path("round").asInt()).isGreaterThan(1);
                case "ENDED" -> assertThat(watch.path("state").asText()).isEqualTo("ENDED");
                default -> assertThat(watch.path("state").asText()).isEqualTo("WATCHING");
            }
            if (!reason.isEmpty() && List.of("CANCELLED", "DUE", "NEW_ROUND").contains(effect)) {
                assertThat(watch.path("timeline").findValues("by"))
                        .anyMatch(by -> by.path("reason").asText().equals(reason));
            }
        }
    }

    private void noLongerFires(GeneratedCall call, JsonNode answer) {
        assertThat(get("/api/v1/alerts"))
                .noneMatch(alert -> List.of("account", "region", "instance").stream()
                        .allMatch(field -> alert.path(field).equals(answer.path(field))));
    }

    private void isNotDead(GeneratedCall call, JsonNode answer) {
        assertThat(get(call.path().replaceFirst("/replay$", "")).path("state").asText())
                .isNotEqualTo("DEAD");
    }

    private void noneThatFitsIsDead(GeneratedCall call, JsonNode answer) {
        assertThat(fitting(call, "DEAD")).isEmpty();
    }

    /** But what the act itself gave rise to: news for operators. */
    private void noneThatFitsIsPending(GeneratedCall call, JsonNode answer) {
        assertThat(fitting(call, "PENDING"))
                .allMatch(delivery -> delivery.path("type").asText().equals("OPERATOR"));
    }

    /** Nothing, where the bytes said something that is not known here. */
    private JsonNode fitting(GeneratedCall call, String state) {
        if (call.json().isEmpty()) {
            return MissingNode.getInstance();
        }
        JsonNode json = call.json().get();
        List<String> query = new ArrayList<>(List.of("state=" + state, "limit=500"));
        json.path("ids").forEach(id -> query.add("id=" + CallGenerator.encoded(id.asText())));
        for (String field : List.of("notifier", "outcome", "subject", "since", "until")) {
            if (json.path(field).isTextual()) {
                query.add(field + "=" + CallGenerator.encoded(json.path(field).asText()));
            }
        }
        return get("/api/v1/deliveries?" + String.join("&", query)).path("deliveries");
    }

    private void areRegistered(GeneratedCall call, JsonNode answer) {
        for (JsonNode registered : answer) {
            JsonNode watch = get("/api/v1/watches/"
                    + CallGenerator.encoded(registered.path("id").asText()));
            if (List.of("NEW", "RUNNING", "CHANGED")
                    .contains(registered.path("result").asText())) {
                assertThat(watch.path("name")).isEqualTo(registered.path("name"));
                assertThat(watch.path("state").asText()).isEqualTo("WATCHING");
            }
        }
        call.json()
                .filter(JsonNode::isArray)
                .ifPresent(entries -> assertThat(answer).hasSameSizeAs(entries));
    }

    private void isMuted(GeneratedCall call, JsonNode answer) {
        JsonNode mute = answer.path("mute");

        assertThat(get("/api/v1/mutes/" + mute.path("id").asText()).path("until"))
                .isEqualTo(mute.path("until"));
    }

    private void hasEnded(GeneratedCall call, JsonNode answer) {
        assertThat(get(call.path()).has("endedAt")).isTrue();
    }

    private void isListed(GeneratedCall call, JsonNode answer) {
        assertThat(get("/api/v1/accounts"))
                .anyMatch(account -> call.path()
                        .contains(
                                "/" + CallGenerator.encoded(account.path("name").asText()) + "/"));
    }

    private void isInEffect(GeneratedCall call, JsonNode answer) {
        assertThat(get("/api/v1/config").path("successful").asBoolean()).isTrue();
    }

    /** How many entries each list has; deliveries by their notifier, since they move on by themselves. */
    Map<String, String> sizes(List<String> lists) {
        return lists.stream().collect(Collectors.toMap(list -> list, list -> {
            JsonNode answer = get(list);
            JsonNode entries = answer.isArray() || !answer.elements().hasNext()
                    ? answer
                    : answer.elements().next();
            return String.valueOf(
                    StreamSupport.stream(entries.spliterator(), false).count());
        }));
    }

    JsonNode get(String target) {
        Wire.Answer answer = wire.get(target);
        assertThat(answer.status()).as("%s: %s", target, answer.body()).isEqualTo(200);
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(target + ": " + answer.body(), e);
        }
    }
}
