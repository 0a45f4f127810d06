package io.github.precheckwatcher.config;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.api.registration.WatchRequest;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.config.schema.Schema;
import io.github.precheckwatcher.watch.WatchSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedTasksTest {
    private static final String APPLICATION = """
            watcher:
              accounts: { default: {}, overseas: { management-region: ap-southeast-1 } }
              polling: { policy: fixed, interval: 7s, max-interval: 50s, deadline: 3h }
              notifiers: { log: { type: log }, audit: { type: log } }
            """;

    private static final String IDS = "'taskId': 't-1', 'instanceUuid': 'i-1', 'uniRegionId': 'cn-hangzhou'";

    @TempDir
    Path folder;

    @Test
    void an_entry_that_says_the_least_has_the_daemons_settings_and_a_name_of_its_ids() {
        WatchSpec spec = read("{" + IDS + "}").get(0);

        assertThat(spec).isEqualTo(byFile("{ task-id: t-1, instance-uuid: i-1, uni-region-id: cn-hangzhou }"));
        assertThat(spec.name()).isEqualTo("i-1/t-1");
    }

    @Test
    void an_entry_that_says_all_is_what_the_file_would_say() {
        assertThat(read("[{" + IDS + ", 'name': 'orders-db', 'account': 'overseas', 'labels': {'env': 'prod', 'n': 3},"
                        + " 'deadline': '30m', 'notifiers': ['audit', 'log'], 'polling': {'policy': 'BACKOFF',"
                        + " 'interval': '2s', 'minInterval': '2s', 'maxInterval': '9s', 'maxConsecutiveErrors': 4}}]"))
                .containsExactly(byFile("""
                        { task-id: t-1, instance-uuid: i-1, uni-region-id: cn-hangzhou, name: orders-db,
                          account: overseas, labels: { env: prod, n: 3 }, deadline: 30m, notifiers: [audit, log],
                          polling: { policy: backoff, interval: 2s, min-interval: 2s, max-interval: 9s,
                            max-consecutive-errors: 4 } }"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'taskId': 't-1', 'instanceUid': 'i-1', 'uniRegionId': 'r'} | instanceUid: unknown key; did you mean instanceUuid?",
                "[{IDS}, {'task-id': 't-2', 'instanceUuid': 'i', 'uniRegionId': 'r'}] | [1].task-id: unknown key; did you mean taskId?",
                "{'taskId': 't-1', 'instanceUuid': 'i-1'} | uniRegionId: is missing",
                "[{}] | [0].instanceUuid: is missing ; [0].taskId: is missing ; [0].uniRegionId: is missing",
                "{IDS, 'taskId': 't-2'} | taskId: stands here twice; the first is in line 1",
                "{IDS, 'deadline': '0s'} | deadline: must be from 1ms to 366d",
                "{IDS, 'deadline': null} | deadline: has no value",
                "{IDS, 'deadline': {'h': 1}} | deadline: one value is wanted here, not keys",
                "{IDS, 'deadline': 'soon'} | deadline: 'soon' is no duration; write it like 5s, 2m, 1h30m or PT30M",
                "{IDS, 'polling': {'interval': '0.1ms'}} | polling.interval: '0.1ms' is no duration; write it like 5s, 2m, 1h30m or PT30M",
                "{IDS, 'polling': {'interval': '0s', 'maxInterval': '25h'}} | polling.interval: must be from 1ms to 1d ; polling.maxInterval: must be from 1ms to 1d",
                "{IDS, 'polling': {'minInterval': '55s'}} | polling.minInterval: max-interval (50s) is below min-interval (55s)",
                "{IDS, 'polling': {'lease': '1s'}} | polling.lease: is the daemon's, not a task's; set watcher.polling.lease in application.yaml",
                "{IDS, 'polling': {'minGap': '1s'}} | polling.minGap: renamed to minInterval",
                "{IDS, 'polling': {'maxConsecutiveErrors': -1}} | polling.maxConsecutiveErrors: '-1' is no whole number",
                "{IDS, 'polling': [1]} | polling: keys are wanted here, written 'key: value'",
                "{IDS, 'labels': {'1x': 'a'}} | labels.1x: a label's name has letters, digits and '_', begins with no digit and is no longer than 100",
                "{IDS, 'labels': {'a': 'b\\nc'}} | labels.a: holds a line break or another control character",
                "{IDS, 'labels': {'a': 'b\\u0000c'}} | labels.a: holds a line break or another control character",
                "{IDS, 'labels': {'a': '\\ud83d'}} | labels.a: holds a line break or another control character",
                "{IDS, 'account': 'oversea'} | account: there is no account 'oversea'; did you mean overseas?",
                "{IDS, 'notifiers': ['ops', 'log', 'log']} | notifiers[0]: there is no notifier 'ops'; there is log, audit ; notifiers[2]: 'log' stands here twice",
                "{IDS, 'notifiers': []} | notifiers: names no notifier; leave the key out for all",
                "{IDS, 'notifiers': 'log'} | notifiers: a list is wanted here, written [a, b] or with a dash for each",
                "{IDS, 'runbook': 'https://wiki.example.com/'} | runbook: is for the daemon's tasks files alone; leave it out to register by a request",
                "{IDS, 'onRemoval': 'cancel'} | onRemoval: is for the daemon's tasks files alone; leave it out to register by a request",
                "{IDS, 'reason': 'why'} | reason: stands in the query, once for all entries: POST watches?reason=...",
                "[{IDS}, {IDS}] | [1]: is the same precheck by the same account as [0] in line 1",
                "[{IDS, 'name': 'a'}, {'taskId': 't-2', 'instanceUuid': 'i', 'uniRegionId': 'r', 'name': 'a'}] | [1].name: 'a' is taken already by [0] in line 1",
                "[{IDS}, 5] | [1]: keys are wanted here, written 'key: value'",
                "7 | an entry is wanted here, {~taskId~: ...}, or a list of them",
                "'' | an entry is wanted here, {~taskId~: ...}, or a list of them",
                "{IDS} {} | something follows behind the end of the JSON",
                "{IDS | the body is no JSON: see line 1, column 70",
            })
    void a_mistake_is_reported_at_its_place(String json, String expected) {
        assertThat(mistakes(json.replace("IDS", IDS)))
                .containsExactlyInAnyOrder(expected.replace('~', '"').split(" ; "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'taskId': '${HOME}', 'instanceUuid': 'i', 'uniRegionId': 'r'}",
                "{IDS, 'name': 'a ${HOME:x}'}",
                "{IDS, 'name': 'a $${b}'}",
                "{IDS, 'labels': {'a': '${'}}",
                "{IDS, 'labels': {'${HOME}': 'a'}}",
                "{IDS, 'deadline': '${HOME}'}",
                "{IDS, 'notifiers': ['${HOME:log}']}",
                "{IDS, 'polling': {'interval': '${HOME:5s}'}}",
                "{IDS, '${HOME}': 'a'}"
            })
    void a_placeholder_is_refused_wherever_it_stands(String json) {
        assertThat(mistakes(json.replace("IDS", IDS)))
                .singleElement()
                .asString()
                .doesNotContain(System.getenv().getOrDefault("HOME", "/root"));
    }

    @Test
    void all_mistakes_of_all_entries_are_reported_at_once() {
        assertThat(mistakes("[{" + IDS + ", 'deadline': '0s'}, {'taskId': 'a b'},\n{" + IDS + ", 'acount': 'x'}]"))
                .containsExactly(
                        "[0].deadline: must be from 1ms to 366d",
                        "[1].instanceUuid: is missing",
                        "[1].uniRegionId: is missing",
                        "[1].taskId: is no id of the vendor's: ASCII without spaces, at most 96 characters",
                        "[2].acount: unknown key; did you mean account?");
    }

    @Test
    void ten_thousand_entries_fit_and_one_more_does_not() {
        assertThat(read(list(10_000))).hasSize(10_000);

        assertThat(mistakes(list(10_001)))
                .containsExactly("[10000]: is one too many: a list has at most 10000 entries");
    }

    @Test
    void beyond_many_mistakes_the_rest_is_not_read() {
        String wrong = IntStream.range(0, 5_000).mapToObj(i -> "{}").collect(Collectors.joining(","));

        assertThat(mistakes("[" + wrong + "]")).hasSizeBetween(501, 503);
    }

    @Test
    void nesting_and_sizes_are_bounded_before_anything_is_made_of_them() {
        assertThat(mistakes("[".repeat(100_000)))
                .containsExactly("is nested too deeply, or has a key, a text or a number that is far too long");
        assertThat(mistakes("{'name': '" + "a".repeat(1_000_000) + "'}"))
                .containsExactly("is nested too deeply, or has a key, a text or a number that is far too long");
        assertThat(mistakes("{'deadline': " + "9".repeat(1_000_000) + "}"))
                .containsExactly("is nested too deeply, or has a key, a text or a number that is far too long");
        assertThat(mistakes("[{" + IDS + ", 'labels': {" + labels(300_000) + "}}]"))
                .containsExactlyInAnyOrder(
                        "[0]: has more than 1000 keys and values",
                        "[0]: is where the body exceeds 500000 keys and values; send fewer at once");
        assertThat(mistakes("[{" + labels(600) + "}, {'taskId': ''}]"))
                .contains("[0]: has more than 1000 keys and values", "[1].taskId: is empty");
        assertThat(mistakes("{" + IDS + ", 'labels': {" + labels(51) + "}}"))
                .containsExactly("has more than 50 labels");
        assertThat(mistakes(IntStream.range(0, 10_000)
                        .mapToObj(i -> "{" + labels(50) + "}")
                        .collect(Collectors.joining(",", "[", "]"))))
                .hasSizeBetween(501, 600);
    }

    @Test
    void what_is_not_utf_8_is_refused_and_a_byte_order_mark_is_not() throws ConfigException {
        LoadedConfig config = config("tasks: []\n");
        String json = ("{" + IDS + "}").replace('\'', '"');

        assertThat(RequestedTasks.read(("\uFEFF" + json).getBytes(UTF_8), config))
                .hasSize(1);
        assertThat(mistakes(json.getBytes(UTF_16BE))).isNotEmpty();
        byte[] broken = json.getBytes(UTF_8);
        broken[13] = (byte) 0xC0;
        assertThat(mistakes(broken)).containsExactly("the body is not UTF-8");
    }

    @Test
    void a_file_says_in_a_request_what_it_says_itself() throws Exception {
        String tasks = """
                defaults:
                  uni-region-id: cn-hangzhou
                  labels: { env: prod, tier: a }
                  polling: { interval: 9s }
                  notifiers: [audit]
                tasks:
                  - { task-id: "0123", instance-uuid: i-1, labels: { env: test }, deadline: 10m }
                  - { name: b, task-id: t-2, instance-uuid: i-1, uni-region-id: r, polling: { policy: backoff },
                      account: overseas, notifiers: [log] }
                """;
        LoadedConfig config = config(tasks);
        Path file = Files.writeString(folder.resolve("more.yaml"), tasks);

        List<Map<String, Object>> entries = RequestedTasks.ofFile(file, Map.of());

        byte[] body = new ObjectMapper().writeValueAsBytes(entries);
        assertThat(RequestedTasks.read(body, config)).isEqualTo(config.specs());
        assertThat(RequestedTasks.ofFile(new ByteArrayInputStream(tasks.getBytes(UTF_8)), Map.of()))
                .isEqualTo(entries);
    }

    @Test
    void a_file_that_is_registered_by_a_request_is_held_to_the_rules_and_has_nothing_that_is_for_files_alone()
            throws IOException {
        Path file = Files.writeString(folder.resolve("more.yaml"), """
                defaults: { uni-region-id: r, on-removal: cancel }
                tasks:
                  - { task-id: t-1, instance-uid: i-1, runbook: "https://wiki.example.com/" }
                  - { task-id: t-2, instance-uuid: i-1, polling: { min-interval: 5m } }
                """);

        assertThat(fileMistakes(file))
                .containsExactly(
                        file
                                + ":1: defaults.on-removal: is for the daemon's tasks files alone; leave it out to register by"
                                + " a request",
                        file + ":3: tasks[0].instance-uid: unknown key; did you mean instance-uuid?",
                        file
                                + ":3: tasks[0].runbook: is for the daemon's tasks files alone; leave it out to register by a"
                                + " request");
        assertThat(fileMistakes(folder.resolve("none.yaml")))
                .containsExactly(folder.resolve("none.yaml") + ": there is no such file");
    }

    @Test
    void the_described_request_has_the_keys_that_are_read() {
        assertThat(keys(TasksFile.Task.class))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(fields(WatchRequest.class), Stream.of("runbook", "onRemoval"))
                                .toList());
        assertThat(keys(PollingKeys.class))
                .containsExactlyInAnyOrderElementsOf(
                        fields(WatchRequest.Polling.class).toList());
    }

    private static Set<String> keys(Class<?> mapping) {
        return Schema.camelCase(Schema.of(mapping)).keys().keySet();
    }

    private static Stream<String> fields(Class<? extends Record> described) {
        return Stream.of(described.getRecordComponents()).map(RecordComponent::getName);
    }

    private static List<String> fileMistakes(Path file) {
        try {
            RequestedTasks.ofFile(file, Map.of());
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(Object::toString).toList();
        }
    }

    private static String labels(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'l" + i + "':1").collect(Collectors.joining(","));
    }

    private static String list(int entries) {
        return IntStream.range(0, entries)
                .mapToObj(i -> "{'taskId': 't-" + i + "', 'instanceUuid': 'i', 'uniRegionId': 'r'}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private WatchSpec byFile(String task) {
        return config("tasks:\n  - " + task + "\n").specs().get(0);
    }

    private LoadedConfig config(String tasks) {
        return new ConfigFolderBuilder(folder)
                .application(APPLICATION)
                .tasks(tasks)
                .load();
    }

    private List<WatchSpec> read(String json) {
        try {
            return RequestedTasks.read(json.replace('\'', '"').getBytes(UTF_8), config("tasks: []\n"));
        } catch (ConfigException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private List<String> mistakes(String json) {
        return mistakes(json.replace('\'', '"').getBytes(UTF_8));
    }

    private List<String> mistakes(byte[] body) {
        try {
            RequestedTasks.read(body, config("tasks: []\n"));
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream()
                    .map(problem ->
                            problem.key().isEmpty() ? problem.message() : problem.key() + ": " + problem.message())
                    .toList();
        }
    }
}
