package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cloud.Accounts;
import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.config.schema.YamlFile;
import io.github.precheckwatcher.config.secret.PemPair;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.secret.Pem;
import io.github.precheckwatcher.store.database.StoreConfig;
import io.github.precheckwatcher.watch.PollPolicyKind;
import io.github.precheckwatcher.watch.WatchSpec;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    private ConfigFolderBuilder config;

    @BeforeEach
    void prepare() {
        config = new ConfigFolderBuilder(folder);
    }

    @Test
    void without_application_yaml_all_is_as_the_defaults_say() {
        LoadedConfig loaded = config.load();

        assertThat(loaded.accounts().byName()).containsOnlyKeys("default");
        assertThat(loaded.store().kind()).isEqualTo(StoreConfig.Kind.H2);
        assertThat(loaded.notifiers().environment()).isEqualTo("db-watch-1");
        assertThat(loaded.notifiers().notifiers())
                .extracting(NotifierSettings::name, NotifierSettings::type)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("log", NotifierKind.LOG.type()));
        assertThat(loaded.specs()).hasSize(1);
    }

    @Test
    void empty_files_and_groups_mean_the_defaults_too() {
        config.application("# nothing\n").load();
        config.application("watcher:\n").load();
        assertThat(config.application("watcher:\n  accounts:\n  notifiers:\n  polling:\n")
                        .load()
                        .notifiers()
                        .notifiers())
                .hasSize(1);
    }

    @Test
    void the_default_account_exists_when_only_others_are_named() {
        config.application("watcher: { accounts: { overseas: { management-region: ap-southeast-1 } } }");

        assertThat(config.load().accounts().byName()).containsOnlyKeys("default", "overseas");
    }

    @Test
    void an_account_trusts_the_certificates_that_its_ca_file_held_at_the_start_and_no_other_account_does()
            throws Exception {
        PemPair pair = PemPair.make(folder, "inspecting", "EC");
        Pem written = Pem.of(Files.readAllBytes(pair.certificate()));
        config.application("watcher: { accounts: { a: { tls: { ca-file: '" + pair.certificate() + "' } }, b: {} } }");
        Accounts accounts = config.load().accounts();

        Files.writeString(pair.certificate(), "changed");

        assertThat(accounts.find("a").orElseThrow().trusted()).contains(written);
        assertThat(accounts.find("b").orElseThrow().trusted()).isEmpty();
    }

    @Test
    void an_account_with_nothing_below_it_has_the_defaults() {
        config.application("watcher: { accounts: { a: {}, b: } }");

        assertThat(config.load().accounts().byName()).containsOnlyKeys("default", "a", "b");
    }

    @Test
    void names_with_dots_keep_their_keys() {
        config.application("watcher: { accounts: { cn.prod: { calls-per-second: 7 } } }");

        assertThat(config.load().accounts().find("cn.prod").orElseThrow().callsPerSecond())
                .isEqualTo(7);
    }

    @Test
    void keys_outside_the_watcher_tree_are_left_to_quarkus() {
        config.application("quarkus: { log: { level: DEBUG }, nonsense: [1, { a: b }] }\nother: x\n");

        assertThat(config.problems()).isEmpty();
    }

    @Test
    void values_are_taken_as_written_not_as_yaml_types() {
        config.tasks("""
                tasks:
                  - { task-id: 0x1F, instance-uuid: 1_000, uni-region-id: 2024-01-01, name: yes, labels: { on: no, n: 1.0 } }
                """);

        WatchSpec spec = config.load().specs().get(0);
        assertThat(spec.name()).isEqualTo("yes");
        assertThat(spec.ref().taskId()).isEqualTo("0x1F");
        assertThat(spec.ref().instanceUuid()).isEqualTo("1_000");
        assertThat(spec.ref().uniRegionId()).isEqualTo("2024-01-01");
        assertThat(spec.labels()).isEqualTo(Map.of("on", "no", "n", "1.0"));
    }

    @Test
    void anchors_and_merges_work_and_own_keys_go_first() {
        config.tasks("""
                defaults: { polling: &slow { policy: fixed, interval: 1m } }
                tasks:
                  - &first { task-id: t-1, instance-uuid: i-1, uni-region-id: cn-hangzhou, polling: *slow }
                  - { <<: *first, task-id: t-2, polling: { <<: *slow, interval: 2m } }
                """);

        WatchSpec second = config.load().specs().get(1);
        assertThat(second.ref().taskId()).isEqualTo("t-2");
        assertThat(second.ref().instanceUuid()).isEqualTo("i-1");
        assertThat(second.polling().policy()).isEqualTo(PollPolicyKind.FIXED);
        assertThat(second.polling().interval()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void an_alias_bomb_ends_with_a_message() {
        StringBuilder bomb = new StringBuilder("x0: &a0 { k: v }\n");
        for (int i = 1; i <= 45; i++) {
            bomb.append("x%d: &a%d { <<: [*a%d, *a%d], k%d: v }\n".formatted(i, i, i - 1, i - 1, i));
        }
        config.application(bomb + "watcher: { <<: *a45 }\n");

        assertThat(config.problems()).anyMatch(p -> p.contains("too many entries"));
    }

    @Test
    void a_byte_order_mark_does_not_count() {
        config.application("\uFEFFwatcher: { store: postgresql }\n");

        assertThat(config.load().store().kind()).isEqualTo(StoreConfig.Kind.POSTGRESQL);
    }

    @Test
    void invalid_utf_8_is_reported_with_its_line() {
        config.bytes("tasks.yaml", "tasks:\n  - name: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(config.problems())
                .containsExactly("config/tasks.yaml:2: is not UTF-8; save the file in that encoding");
    }

    @Test
    void a_nul_byte_is_reported_with_its_line() {
        config.bytes("tasks.yaml", "tasks:\n  - name: a\u0000b\n".getBytes(StandardCharsets.UTF_8));

        assertThat(config.problems())
                .containsExactly("config/tasks.yaml:2: holds a character that YAML does not allow");
    }

    @Test
    void a_file_of_more_than_10_mib_is_not_read() {
        config.tasks("# " + "x".repeat(YamlFile.LARGEST));

        assertThat(config.problems()).containsExactly("config/tasks.yaml: is larger than 10 MiB");
    }

    @Test
    void deep_nesting_ends_with_a_message() {
        config.application("watcher: " + "[".repeat(100_000));

        assertThat(config.problems()).containsExactly("config/application.yaml: is nested too deeply");
    }

    @Test
    void a_folder_in_place_of_a_file_is_reported() throws Exception {
        config.without("tasks.yaml");
        Files.createDirectory(folder.resolve("tasks.yaml"));

        assertThat(config.problems()).containsExactly("config/tasks.yaml: is a folder, not a file");
    }

    @Test
    void a_file_under_a_near_name_is_not_passed_over() {
        config.without("tasks.yaml").file("tasks.yml", "").file("application.yml", "");

        assertThat(config.problems())
                .containsExactly(
                        "config/application.yml: is not read; name it application.yaml",
                        "config/tasks.yaml: there is no such file; tasks.yml is not read, name it tasks.yaml. It says what"
                                + " to watch: tasks: [{ task-id: t-..., instance-uuid: ..., uni-region-id: cn-hangzhou }]");
    }

    @Test
    void a_folder_that_is_not_there_is_reported() {
        ConfigFolderBuilder nowhere = new ConfigFolderBuilder(folder);
        Path absent = folder.resolve("absent");

        assertThat(problem(absent))
                .isEqualTo(absent
                        + ": there is no such folder; --config names the folder of application.yaml and tasks.yaml");
        assertThat(problem(nowhere.path("tasks.yaml"))).contains(": is no folder; --config names");
    }

    @Test
    void no_task_is_a_warning() {
        assertThat(config.tasks("tasks: []\n").warnings())
                .containsExactly("config/tasks.yaml: names no task, so nothing new is watched");
        assertThat(config.tasks("").warnings()).hasSize(1);
        assertThat(config.tasks("defaults: { deadline: 1h }\ntasks:\n").warnings())
                .hasSize(1);
    }

    @Test
    void two_notifiers_with_one_address_are_a_warning() {
        config.application("watcher: { notifiers: { a: { type: webhook, url: 'http://127.0.0.1:1/x' },"
                + " b: { type: webhook, url: 'http://127.0.0.1:1/x' } } }");

        assertThat(config.warnings())
                .containsExactly(
                        "config/application.yaml:1: watcher.notifiers.b.url: is the same address as that of a; it"
                                + " gets each message twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://tds/",
                "HTTP://tds.cn-shanghai.aliyuncs.com",
                "http://127.0.0.1.example.com",
                "http://10.0.0.7:80"
            })
    void an_http_endpoint_outside_this_machine_is_refused(String endpoint) {
        config.application("watcher:\n  accounts:\n    b: { endpoint: '" + endpoint + "' }\n");

        assertThat(config.problems())
                .containsExactly("config/application.yaml:3: watcher.accounts.b.endpoint: is http, so a temporary token"
                        + " and every answer could be read and changed on the way; write https:// (http is for a"
                        + " simulated cloud on this machine)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9", "http://localhost:9", "http://[::1]:9", "https://tds.example.com"})
    void an_http_endpoint_on_this_machine_and_https_are_not(String endpoint) {
        config.application("watcher: { accounts: { a: { endpoint: '" + endpoint + "' } } }");

        assertThat(config.load().accounts().find("a").orElseThrow().endpoint()).isEqualTo(URI.create(endpoint + "/"));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void variables_override_what_the_file_names() {
        config.application(
                        "watcher: { store: h2, polling: { deadline: 1h }, accounts: { over-seas: { read-timeout: 5s } },"
                                + " notifiers: { hook: { type: webhook, url: 'http://127.0.0.1:1/', headers: { X-Team: a } } } }")
                .variable("WATCHER_STORE", "postgresql")
                .variable("WATCHER_POLLING_DEADLINE", "3h")
                .variable("WATCHER_ACCOUNTS_OVER_SEAS_READ_TIMEOUT", "7s")
                .variable("WATCHER_NOTIFIERS_HOOK_URL", "http://127.0.0.1:2/")
                .variable("WATCHER_NOTIFIERS_HOOK_HEADERS_X_TEAM", "b");

        LoadedConfig loaded = config.load();

        assertThat(loaded.store().kind()).isEqualTo(StoreConfig.Kind.POSTGRESQL);
        assertThat(loaded.specs().get(0).deadline()).isEqualTo(Duration.ofHours(3));
        assertThat(loaded.accounts().find("over-seas").orElseThrow().readTimeout())
                .isEqualTo(Duration.ofSeconds(7));
        NotifierSettings hook = loaded.notifiers().notifiers().get(0);
        assertThat(hook.transport().urls().get()).contains(URI.create("http://127.0.0.1:2/"));
        assertThat(hook.transport().headers().get()).isEqualTo(Map.of("X-Team", "b"));
    }

    @Test
    void an_overridden_value_needs_not_be_right_in_the_file() {
        config.application("watcher: { data-dir: \"${NOWHERE}\" }").variable("WATCHER_DATA_DIR", "elsewhere");

        assertThat(config.load().store().dataDir()).isEqualTo(Path.of("elsewhere"));
    }

    @Test
    void a_variable_that_fits_two_keys_is_reported() {
        config.application("watcher: { accounts: { a-b: { network: vpc }, a_b: { network: vpc } } }")
                .variable("WATCHER_ACCOUNTS_A_B_NETWORK", "public");

        assertThat(config.problems())
                .containsExactly(
                        "environment: WATCHER_ACCOUNTS_A_B_NETWORK: could mean watcher.accounts.a-b.network and"
                                + " watcher.accounts.a_b.network; rename one of the two");
    }

    @Test
    void what_kubernetes_sets_beside_a_service_named_watcher_is_no_override() {
        config.variable("WATCHER_SERVICE_HOST", "10.0.0.1")
                .variable("WATCHER_SERVICE_PORT", "9000")
                .variable("WATCHER_SERVICE_PORT_HTTP", "9000")
                .variable("WATCHER_PORT", "tcp://10.0.0.1:9000")
                .variable("WATCHER_PORT_9000_TCP", "tcp://10.0.0.1:9000")
                .variable("WATCHER_PORT_9000_TCP_ADDR", "10.0.0.1");

        assertThat(config.problems()).isEmpty();
    }

    @Test
    void placeholders_are_filled_in_both_files() {
        config.application("watcher: { environment: 'eu-${STAGE}', data-dir: '${DIR:data}/$${x}' }")
                .tasks(ConfigFolderBuilder.ONE_TASK + "    name: ${NAME}\n")
                .variable("STAGE", "prod")
                .variable("NAME", "orders ${STAGE}");

        LoadedConfig loaded = config.load();

        assertThat(loaded.notifiers().environment()).isEqualTo("eu-prod");
        assertThat(loaded.store().dataDir()).isEqualTo(Path.of("data/${x}"));
        assertThat(loaded.specs().get(0).name()).isEqualTo("orders ${STAGE}");
    }

    @Test
    void secret_files_that_hold_no_secret_are_reported() throws Exception {
        config.file("empty", " \n").file("lines", "a\nb\n").bytes("binary", new byte[] {(byte) 0xff, 1});
        String text = "watcher: { notifiers: {";
        for (String name : new String[] {"empty", "lines", "binary"}) {
            text += " %s: { type: webhook, url: 'http://127.0.0.1/%s', secret-file: '%s' },"
                    .formatted(name, name, folder.resolve(name));
        }
        config.application(text + "} }");

        assertThat(config.problems())
                .containsExactly(
                        "config/application.yaml:1: watcher.notifiers.empty.secret-file: the file 'config/empty' is empty",
                        "config/application.yaml:1: watcher.notifiers.lines.secret-file: the file 'config/lines' holds more"
                                + " than one line",
                        "config/application.yaml:1: watcher.notifiers.binary.secret-file: the file 'config/binary' is not"
                                + " UTF-8");
    }

    @Test
    void a_file_that_may_not_be_read_is_reported() throws Exception {
        Files.setPosixFilePermissions(config.path("tasks.yaml"), PosixFilePermissions.fromString("---------"));
        // root reads everything
        org.junit.jupiter.api.Assumptions.assumeFalse(Files.isReadable(config.path("tasks.yaml")));

        assertThat(config.problems()).containsExactly("config/tasks.yaml: cannot be read: permission denied");
    }

    @Test
    void ten_thousand_tasks_load_quickly() {
        StringBuilder tasks =
                new StringBuilder("defaults: { uni-region-id: cn-hangzhou, labels: { env: prod } }\ntasks:\n");
        for (int i = 0; i < 10_000; i++) {
            tasks.append("""
                      - name: db-%d
                        task-id: t-%d
                        instance-uuid: i-%d
                        labels: { team: t%d }
                        deadline: 1h
                        polling: { policy: fixed, interval: 10s }
                        notifiers: [log]
                    """.formatted(i, i, i, i % 7));
        }
        config.tasks(tasks.toString()).load();
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        long before = cpu.getCurrentThreadCpuTime();

        LoadedConfig loaded = config.load();

        assertThat(loaded.specs()).hasSize(10_000);
        // processor time, so that a busy machine does not fail the test; about 0.7 s here
        assertThat(Duration.ofNanos(cpu.getCurrentThreadCpuTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void a_role_may_be_assumed_by_what_the_default_chain_gives() {
        config.application("""
                watcher:
                  accounts:
                    chained: { credentials: { type: ram-role-arn, role-arn: "acs:ram::1:role/watcher" } }
                """);

        CredentialsSource source =
                config.load().accounts().byName().get("chained").credentials();

        assertThat(source.type()).isEqualTo(CredentialsSource.Type.RAM_ROLE_ARN);
        assertThat(source.settings()).containsOnlyKeys("role-arn");
    }

    @Test
    void the_folder_that_a_clone_ships_is_right() throws Exception {
        LoadedConfig shipped = ConfigLoader.load(Path.of("config"), Map.of());

        assertThat(shipped.specs()).isEmpty();
        assertThat(shipped.warnings())
                .extracting(ConfigProblem::toString)
                .containsExactly("config/tasks.yaml: names no task, so nothing new is watched");
    }

    private static String problem(Path folder) {
        try {
            ConfigLoader.load(folder, Map.of());
            return "";
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }
}
