package io.github.precheckwatcher.cloud.sas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckReport;
import io.github.precheckwatcher.precheck.Prechecks;
import io.github.precheckwatcher.precheck.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand broken texts. The judgement of each is held against a second reading that shares nothing with the parser:
 * Jackson's plain tree, of a text that is JSON from end to end. Texts that are not must never be taken for a pass.
 */
class ResultMutationTest {
    private static final long SEED = 20261124;
    private static final int MUTATIONS = 10_000;
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            "[]",
            "{}",
            ",",
            ":",
            "\"",
            "\\",
            "null",
            "true",
            "0",
            "-1e9",
            "\"results\":",
            "\"item\":",
            "\"result\":\"PASSED\"",
            "\"result\":\"FAILED\",",
            "\"result\":null,",
            "{\"item\":\"X\",\"result\":\"WARNING\"},",
            "{\"results\":[]},",
            "\"PASSED\"",
            "PASSED",
            "WARNING",
            "FAILED",
            " ",
            "\n",
            "\uFEFF",
            "\u0000",
            "数",
            "\\u0000",
            "\\ud800",
            "[[[[[[[[");
    private static final List<String> WORDS =
            List.of("WARNING", "warning ", "passed", "\u3000Passed", "FAILED", "", "ERROR", "\\u0050ASSED");
    private static final Pattern SURROUNDING_BLANK = Pattern.compile(
            "\\A[\\s\\p{Z}\\uFEFF\\x1C-\\x1F]+|(?<![\\s\\p{Z}\\uFEFF\\x1C-\\x1F])[\\s\\p{Z}\\uFEFF\\x1C-\\x1F]+\\z");
    private static final ObjectMapper TREE = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Test
    void no_mutation_of_a_result_crashes_or_passes_where_an_item_does_not() throws JsonProcessingException {
        Random random = new Random(SEED);
        List<String> originals = originals();
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (int i = 0; i < MUTATIONS; i++) {
            String text = mutated(originals.get(random.nextInt(originals.size())), random);

            PrecheckReport report = ResultParser.parse(text);
            Verdict verdict = Prechecks.judge("v-1", "orders-db", Prechecks.completed(report));

            holdAgainstTheTree(i, text, report, verdict);
            outcomes.merge(verdict.outcome(), 1, Integer::sum);
        }
        // the test would say little if nearly every mutation came out alike
        assertThat(outcomes.keySet())
                .containsExactlyInAnyOrder(Outcome.PASSED, Outcome.WARNING, Outcome.FAILED, Outcome.UNKNOWN);
        assertThat(outcomes.values()).allSatisfy(count -> assertThat(count).isGreaterThan(MUTATIONS / 50));
    }

    private static void holdAgainstTheTree(int number, String text, PrecheckReport report, Verdict verdict) {
        Optional<Outcome> expected = outcomeOfTree(text);
        if (expected.isPresent()) {
            assertThat(verdict.outcome()).as("mutation %d of %s", number, text).isEqualTo(expected.get());
        } else {
            assertThat(report.whole()).as("mutation %d of %s", number, text).isFalse();
            assertThat(verdict.outcome()).as("mutation %d of %s", number, text).isIn(Outcome.UNKNOWN, Outcome.FAILED);
        }
        if (verdict.outcome() == Outcome.PASSED) {
            assertThat(report.whole()).isTrue();
            assertThat(report.items()).isNotEmpty().allMatch(CheckItem::passed);
        }
        assertThat(verdict.summary()).hasSizeLessThan(700).doesNotContain("\n");
        assertThat(report.raw().orElse("").getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(PrecheckReport.RAW_LIMIT_BYTES);
    }

    private static List<String> originals() throws JsonProcessingException {
        List<String> files = Stream.of(
                        "vendor-sample",
                        "all-passed",
                        "all-passed",
                        "single-object",
                        "several-instances",
                        "duplicate-keys",
                        "unheard-of",
                        "instance-without-items",
                        "unreadable-parts")
                .map(name -> Prechecks.text("results/" + name + ".json"))
                .toList();
        String encodedOnceMore = TREE.writeValueAsString(files.get(1));
        return Stream.concat(files.stream(), Stream.of(encodedOnceMore)).toList();
    }

    /** One to three wounds, each of one of eight kinds, on the bytes: what is no UTF-8 any more is read as U+FFFD. */
    private static String mutated(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int wounds = 1 + random.nextInt(3); wounds > 0 && bytes.length > 0; wounds--) {
            int at = place(bytes, random);
            int to = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 80));
            bytes = switch (random.nextInt(8)) {
                case 0 -> flipped(bytes, at, random.nextInt(8));
                case 1 -> joined(bytes, 0, at, new byte[0], to); // deleted
                case 2 -> joined(bytes, 0, to, new byte[0], at); // doubled
                case 3 -> swapped(bytes, at, random.nextInt(bytes.length));
                case 4 -> random.nextInt(4) == 0 ? joined(bytes, 0, at, new byte[0], bytes.length) : bytes; // cut off
                case 5 -> reworded(bytes, random);
                case 6 -> joined(bytes, 0, at, token(random), at);
                default -> joined(bytes, 0, at, token(random), to); // overwritten
            };
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Anywhere, or half the time behind a mark of JSON, where a wound more often leaves JSON. */
    private static int place(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        if (random.nextBoolean()) {
            while (at > 0 && "[{,".indexOf(bytes[at - 1]) < 0) {
                at--;
            }
        }
        return at;
    }

    /** Another word in place of one of the results. */
    private static byte[] reworded(byte[] bytes, Random random) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("PASSED", random.nextInt(text.length()));
        byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
        return at < 0 ? bytes : joined(bytes, 0, at, word, at + "PASSED".length());
    }

    private static byte[] token(Random random) {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] flipped(byte[] bytes, int at, int bit) {
        byte[] copy = bytes.clone();
        copy[at] ^= (byte) (1 << bit);
        return copy;
    }

    private static byte[] swapped(byte[] bytes, int one, int other) {
        byte[] copy = bytes.clone();
        copy[one] = bytes[other];
        copy[other] = bytes[one];
        return copy;
    }

    private static byte[] joined(byte[] bytes, int from, int to, byte[] between, int rest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, from, to - from);
        out.writeBytes(between);
        out.write(bytes, rest, bytes.length - rest);
        return out.toByteArray();
    }

    /** The outcome of a text that is JSON; empty when it is not. */
    private static Optional<Outcome> outcomeOfTree(String text) {
        if (trimmed(text).isEmpty()) {
            return Optional.of(Outcome.UNKNOWN);
        }
        try {
            JsonNode tree = TREE.readTree(trimmed(text));
            if (tree.isTextual()) {
                String inner = trimmed(tree.textValue());
                tree = inner.isEmpty() ? TREE.nullNode() : TREE.readTree(inner);
            }
            return Optional.of(outcomeOf(tree));
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }

    private static Outcome outcomeOf(JsonNode tree) {
        List<JsonNode> entries = tree.isArray() ? tree.valueStream().toList() : List.of(tree);
        List<String> words = entries.stream()
                .filter(entry -> entry.path("results").isArray())
                .flatMap(entry -> entry.get("results").valueStream())
                .filter(ResultMutationTest::isNamedItem)
                .map(item -> trimmed(item.path("result").asText("")).toUpperCase(Locale.ROOT))
                .toList();
        if (!List.of("PASSED", "WARNING").containsAll(words)) {
            return Outcome.FAILED;
        }
        boolean sound = !entries.isEmpty()
                && entries.stream()
                        .allMatch(entry -> entry.path("results").isArray()
                                && !entry.get("results").isEmpty()
                                && entry.get("results").valueStream().allMatch(ResultMutationTest::isNamedItem));
        if (!sound) {
            return Outcome.UNKNOWN;
        }
        return words.contains("WARNING") ? Outcome.WARNING : Outcome.PASSED;
    }

    private static boolean isNamedItem(JsonNode item) {
        JsonNode name = item.path("item");
        return item.isObject()
                && name.isValueNode()
                && !name.isNull()
                && !trimmed(name.asText()).isEmpty();
    }

    private static String trimmed(String text) {
        return SURROUNDING_BLANK.matcher(text).replaceAll("");
    }
}
