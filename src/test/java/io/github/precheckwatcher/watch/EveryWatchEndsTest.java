package io.github.precheckwatcher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.cloud.PollResponse;
import io.github.precheckwatcher.cloud.Readings;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Prechecks;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.watch.account.AccountCircuit;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.github.precheckwatcher.watch.account.WatchClaimLimit;
import io.github.precheckwatcher.watch.policy.ConfiguredPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ten thousand broken answers, each given to a watch for ever: whatever they say, the watch ends by its rules. */
class EveryWatchEndsTest {
    private static final int MUTATIONS = 10_000;
    private static final ObjectMapper PLAIN = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String COMPLETED = """
            {"RequestId":"CE500770-42D3-442E-9DDD-156E0F9F3B45","Progress":100,"Description":"completed",\
            "CreatedTime":1660448660,"UpdatedTime":1671084106,"CompletedTime":1657524396,"Result":%s}""";
    private static final List<String> TOKENS = List.of(
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "\\",
            "\"Code\":\"Throttling\",",
            "\"Code\":\"NoPermission\",",
            "completed",
            "error",
            "created",
            "PASSED",
            "WARNING",
            "\uFEFF",
            "0",
            "-1");

    private final Random random = new Random(20261124);
    private final PollRule rule =
            new PollRule(new ConfiguredPolicy(random), () -> new UUID(random.nextLong(), random.nextLong()));

    @Test
    void whatever_an_answer_says_its_watch_ends_and_never_passes_for_a_bad_item() throws IOException {
        List<String> originals = List.of(
                Prechecks.text("answers/vendor-sample.json"),
                COMPLETED.formatted(quoted(Prechecks.text("results/all-passed.json"))),
                COMPLETED.formatted(quoted(Prechecks.text("results/several-instances.json"))),
                COMPLETED.formatted(Prechecks.text("results/all-passed.json")),
                "{\"RequestId\":\"R\",\"Progress\":40,\"Description\":\"created\",\"CreatedTime\":1660448660}",
                "{\"RequestId\":\"R\",\"Description\":\"error\"}",
                "{\"RequestId\":\"R\",\"Code\":\"ServerError\",\"Message\":\"ServerError\"}");
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] body =
                    mutated(originals.get(random.nextInt(originals.size())).getBytes(StandardCharsets.UTF_8));
            int status =
                    random.nextInt(20) == 0 ? List.of(400, 403, 500, 502, 302).get(random.nextInt(5)) : 200;

            Verdict verdict = verdictOf(Readings.of(status, body));

            if (verdict.outcome() == Outcome.PASSED) {
                assertThat(everyItemPassed(body))
                        .as("mutation %d of %s", i, new String(body, StandardCharsets.UTF_8))
                        .isTrue();
            }
            outcomes.merge(verdict.outcome(), 1, Integer::sum);
        }
        assertThat(outcomes.keySet())
                .contains(
                        Outcome.PASSED,
                        Outcome.WARNING,
                        Outcome.FAILED,
                        Outcome.ERROR,
                        Outcome.UNKNOWN,
                        Outcome.TIMED_OUT,
                        Outcome.ABANDONED);
    }

    /** Gives the same answer to a watch until it ends, time passing as the engine lets it. */
    private Verdict verdictOf(PollResponse response) {
        Watch watch = Watches.watch().build();
        AccountRow account = AccountRow.fresh("default", 10, Watches.START);
        Instant now = Watches.START;
        Instant latest = watch.deadlineAt().plus(Duration.ofMinutes(1));
        while (true) {
            assertThat(now).as("the watch ends by its deadline").isBefore(latest);
            WatchClaimLimit claimLimit = AccountCircuit.admit(account, 10, now, 1);
            boolean over = !now.isBefore(watch.deadlineAt());
            if (account.gated() && over) {
                return rule.expired(watch, account, now).verdict();
            }
            if (claimLimit.rows() == 0 || now.isBefore(watch.dueAt())) {
                Instant next = claimLimit.rows() == 0 ? claimLimit.retryAt() : watch.dueAt();
                now = account.gated() && next.isAfter(watch.deadlineAt()) ? watch.deadlineAt() : next;
                continue;
            }
            account = AccountCircuit.spend(claimLimit, 1, now);
            account = AccountCircuit.after(account, response, watch.refused().isPresent(), 10, now, now);
            PollRule.Decision decision = rule.decide(new PolledWatch(watch, response, now, now), account);
            if (decision instanceof PollRule.Decision.End end) {
                return end.verdict();
            }
            WatchStore.Recheck next = ((PollRule.Decision.GoOn) decision).recheck();
            watch = Watches.next(watch, next);
        }
    }

    private byte[] mutated(byte[] original) {
        byte[] bytes = original;
        for (int wounds = random.nextInt(4); wounds > 0; wounds--) {
            int at = random.nextInt(bytes.length + 1);
            byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
            int to = Math.min(bytes.length, at + random.nextInt(6));
            bytes = switch (random.nextInt(4)) {
                case 0 -> joined(bytes, at, new byte[0], to);
                case 1 -> joined(bytes, at, token, at);
                case 2 -> joined(bytes, at, token, to);
                default -> random.nextInt(5) == 0 ? Arrays.copyOf(bytes, at) : flipped(bytes, at);
            };
        }
        return bytes;
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        if (at < copy.length) {
            copy[at] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    private static byte[] joined(byte[] bytes, int head, byte[] middle, int tail) {
        byte[] joined = Arrays.copyOf(bytes, head + middle.length + bytes.length - tail);
        System.arraycopy(middle, 0, joined, head, middle.length);
        System.arraycopy(bytes, tail, joined, head + middle.length, bytes.length - tail);
        return joined;
    }

    /** A second reading that shares nothing with ours. */
    private static boolean everyItemPassed(byte[] body) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
        JsonNode answer = PLAIN.readTree(text);
        JsonNode result = answer.properties().stream()
                .filter(field -> field.getKey().equalsIgnoreCase("result"))
                .reduce((first, last) -> last)
                .orElseThrow()
                .getValue();
        for (int i = 0; i < 2 && result.isTextual(); i++) {
            result = PLAIN.readTree(result.textValue().replaceFirst("^\uFEFF", ""));
        }
        int items = 0;
        for (JsonNode instance :
                result.isArray() ? result : PLAIN.createArrayNode().add(result)) {
            for (JsonNode item : instance.path("results")) {
                items++;
                if (!item.path("result").asText().strip().equalsIgnoreCase("PASSED")) {
                    return false;
                }
            }
        }
        return items > 0;
    }

    private static String quoted(String text) throws JsonProcessingException {
        return PLAIN.writeValueAsString(text);
    }
}
