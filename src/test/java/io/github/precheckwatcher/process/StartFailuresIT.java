package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.store.database.H2Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps the daemon from starting is reported in one message that says what to do: exit code 2, no stack trace. */
@Order(World.LONGEST)
class StartFailuresIT {
    private static final Duration PATIENCE = World.PATIENCE;

    /** Twenty in the heavy profile alone. */
    private static final int BROKEN = Integer.getInteger("watcher.broken-starts");

    private static final String TASKS = """
            tasks:
              - name: orders-db
                task-id: t-000bc9nqwxsbyvod0001
                instance-uuid: ebc895506c6911ed800000163e0e0001
                uni-region-id: cn-hangzhou
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeConfig() throws IOException {
        Files.createDirectories(folder.resolve("config"));
        write("application.yaml", "watcher:\n  store: h2\n");
        write("tasks.yaml", TASKS);
    }

    @Test
    void a_typo_in_a_key_is_reported_with_file_line_and_the_nearest_key() throws IOException {
        write("tasks.yaml", TASKS.replace("instance-uuid", "instance-uid"));
        write("application.yaml", "watcher:\n  stroe: h2\n");

        String text = failsToStart();

        assertThat(text)
                .contains("config/tasks.yaml:4: tasks[0].instance-uid: unknown key; did you mean instance-uuid?")
                .contains("config/application.yaml:2: watcher.stroe: unknown key; did you mean store?");
    }

    @Test
    void an_unmapped_region_asks_for_an_endpoint() throws IOException {
        write("application.yaml", "watcher:\n  accounts:\n    default:\n      management-region: mars-north-1\n");

        assertThat(failsToStart())
                .contains("config/application.yaml:4: watcher.accounts.default.management-region")
                .contains("mars-north-1")
                .contains("endpoint");
    }

    @Test
    void an_unreadable_configuration_file_is_named() throws IOException {
        Files.delete(folder.resolve("config/application.yaml"));
        Files.createDirectories(folder.resolve("config/application.yaml"));

        assertThat(failsToStart()).contains("config/application.yaml");
    }

    @Test
    void a_taken_port_says_which_key_to_set() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());

            String text = failsToStart(Map.of("quarkus.management.port", port));

            assertThat(text).contains("cannot start: port " + port + " for health and metrics is taken");
        }
    }

    @Test
    void a_taken_port_of_the_api_says_its_own_key() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            String text = failsToStart(Map.of("quarkus.management.port", "0", "quarkus.http.port", port));

            assertThat(text)
                    .contains("cannot start: port " + port + " for the API is taken")
                    .contains("set quarkus.http.port");
        }
    }

    @Test
    void a_second_process_on_the_same_file_is_refused_and_the_first_goes_on() throws IOException {
        try (Program first = daemon(Map.of("quarkus.management.port", "0"))) {
            first.await("INFO  ready", PATIENCE);

            String text = failsToStart(Map.of("quarkus.management.port", "0"));

            assertThat(text).contains("in use by another process").contains("watcher.data-dir");
            assertThat(first.alive()).isTrue();
            assertThat(first.stop()).isEqualTo(143);
        }
    }

    @Test
    void a_start_that_was_cut_short_while_it_changed_the_store_is_undone() throws IOException, SQLException {
        Path copy = folder.resolve("data/precheck-watcher.mv.db.before-migration.zip");
        try (Program first = daemon(Map.of("quarkus.management.port", "0"))) {
            first.await("INFO  ready", PATIENCE);
            first.stop();
        }
        // as a killed process leaves it: the copy beside a file that is half of the one version and half of the other
        inStore("backup to '" + copy + "'");
        inStore("drop table event");

        try (Program second = daemon(Map.of("quarkus.management.port", "0"))) {
            second.await("the last start was cut short .* begins anew", PATIENCE);
            second.await("INFO  ready", PATIENCE);
            assertThat(second.count("INFO  watching"))
                    .as("orders-db is watched already")
                    .isZero();
            second.stop();
        }
        assertThat(copy).doesNotExist();
        inStore("select count(*) from event");
    }

    private void inStore(String sql) throws SQLException {
        try (Connection store = DriverManager.getConnection(H2Url.of(folder.resolve("data")), "", "");
                Statement statement = store.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_data_dir_that_is_no_folder_is_named() throws IOException {
        Files.writeString(folder.resolve("data"), "a file stands here");

        assertThat(failsToStart()).contains("cannot start:").contains("data").contains("watcher.data-dir");
    }

    @Test
    void a_database_that_is_not_there_is_named() throws IOException {
        int nobody = World.freePort();
        write("application.yaml", "watcher:\n  store: postgresql\n");

        try (Program daemon = Program.start(
                folder,
                Map.of(
                        "PGHOST",
                        "127.0.0.1",
                        "PGPORT",
                        "" + nobody,
                        "PGUSER",
                        "u",
                        "PGPASSWORD",
                        World.DATABASE_PASSWORD),
                Map.of("quarkus.management.port", "0", "quarkus.http.port", "0"),
                World.SECRETS)) {
            assertThat(daemon.awaitEnd(PATIENCE)).isEqualTo(2);
            assertThat(daemon.text())
                    .contains("cannot start: the database at 127.0.0.1:" + nobody
                            + " cannot be reached (Connection refused); check PGHOST and PGPORT");
        }
    }

    /** The last one passes our own check, as its driver alone knows that parameter. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:%s@127.0.0.1/d",
                "jdbc:postgresql://u:%s@127.0.0.1/d",
                "jdbc:postgresql://127.0.0.1/d?port=%s"
            })
    void a_password_in_the_database_s_address_is_never_shown(String url) {
        Map<String, String> environment = Map.of(
                "WATCHER_STORE",
                "postgresql",
                "QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL",
                url.formatted(World.DATABASE_PASSWORD));

        assertThat(refuses(environment)).startsWith("cannot start: the ").containsAnyOf("PGPASSWORD", "URL ***");
    }

    @Test
    void no_credentials_suspend_the_account_with_a_remedy_and_lose_no_watch() {
        try (Program daemon = Program.start(
                folder,
                Map.of("HOME", folder.toString(), "ALIBABA_CLOUD_CREDENTIALS_FILE", "none"),
                Map.of("quarkus.management.port", "0", "quarkus.http.port", "0", "user.home", folder.toString()),
                World.SECRETS)) {
            daemon.await(
                    "ERROR account account=default state=SUSPENDED code=NoCredentials .*ALIBABA_CLOUD_ACCESS_KEY_ID.* watches=1",
                    PATIENCE);
            assertThat(daemon.count("verdict")).isZero();
            assertThat(daemon.stop()).isEqualTo(143);
        }
    }

    @Test
    void the_folder_that_is_named_is_the_only_one_that_is_read() throws IOException {
        Path named = Files.createDirectories(folder.resolve("named"));
        Files.writeString(named.resolve("application.yaml"), "watcher:\n  store: h2\n");
        Files.writeString(named.resolve("tasks.yaml"), TASKS);
        write("application.yaml", "secret: [" + World.HOOK_SECRET + "\nb: }\n");
        write("application.properties", "quarkus.management.host=10.255.255.1\n");

        try (Program daemon = Program.start(
                folder,
                Map.of(),
                Map.of("quarkus.management.port", "0", "quarkus.http.port", "0"),
                World.SECRETS,
                "--config",
                named.toString())) {
            daemon.await("INFO  ready", PATIENCE);
            assertThat(daemon.stop()).isEqualTo(143);
            assertThat(daemon.text()).doesNotContain("cannot start", "configuration file");
        }
    }

    @Test
    void a_wrong_value_for_quarkus_is_reported_in_one_line() throws IOException {
        write("application.yaml", "quarkus: { management: { port: many } }\n");

        assertThat(failsToStart(Map.of()))
                .contains("cannot start: The config property quarkus.management.port is wrong")
                .doesNotContain("SRCFG", "java.lang", "many");
    }

    @Test
    void a_stop_during_the_start_is_no_failure() {
        Duration start;
        try (Program whole = daemon(Map.of("quarkus.management.port", "0"))) {
            whole.await("INFO  ready", PATIENCE);
            start = whole.cpu();
        }
        for (int i = 1; i <= 5; i++) {
            Duration used = start.multipliedBy(i).dividedBy(6);
            try (Program daemon = daemon(Map.of("quarkus.management.port", "0"))) {
                Awaitility.await().atMost(PATIENCE).until(() -> daemon.cpu().compareTo(used) >= 0);
                assertThat(daemon.stop()).isEqualTo(143);
                assertThat(daemon.text()).doesNotContain("cannot start");
            }
        }
    }

    @Test
    void a_demo_runs_anywhere_and_leaves_nothing_behind_when_it_is_interrupted() throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        try (Program demo = Program.start(
                folder,
                Map.of("WATCHER_STORE", "postgresql", "WATCHER_DATA_DIR", "mine"),
                Map.of("java.io.tmpdir", temporary.toString()),
                World.SECRETS,
                "demo")) {
            demo.await("INFO  watching watch=orders-db", PATIENCE);
            assertThat(list(temporary)).anyMatch(name -> name.startsWith("precheck-watcher-demo"));

            assertThat(demo.stop()).isEqualTo(143);

            assertThat(demo.text()).doesNotContain("cannot start");
            assertThat(list(temporary)).noneMatch(name -> name.startsWith("precheck-watcher-demo"));
        }
    }

    @Test
    void a_demo_of_an_own_folder_leaves_that_folder_s_store_alone() throws IOException {
        write("application.yaml", "watcher:\n  store: postgresql\n  data-dir: mine\n");
        try (Program demo = Program.start(folder, Map.of(), Map.of(), World.SECRETS, "demo", "--config", "config")) {
            demo.await("INFO  ready", PATIENCE);

            assertThat(demo.stop()).isEqualTo(143);

            assertThat(demo.text()).contains("ready").contains("store=h2");
            assertThat(list(folder)).containsExactlyInAnyOrder("config", Program.LINK);
        }
    }

    @Test
    void a_simulation_that_cannot_run_says_what_to_change() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(refuses(Map.of(), "simulate", "--port", port))
                    .isEqualTo("cannot simulate: port " + port + " is taken; choose another with --port / --sink-port");
        }
        assertThat(refuses(Map.of(), "simulate", "--port", "70000"))
                .startsWith("port is 0 to 65535, not 70000\nUsage:");
        assertThat(refuses(Map.of(), "simulate", "--prechecks", "-3")).contains("not -3\nUsage:");
        assertThat(refuses(Map.of("PRECHECK_DEMO_HOOK_SECRET", World.KEY_SECRET), "simulate"))
                .startsWith("PRECHECK_DEMO_HOOK_SECRET: a webhook secret begins with whsec_\nUsage:");
        assertThat(refuses(Map.of(), "simulate", "--env-file", "config/tasks.yaml/x"))
                .isEqualTo("cannot simulate: --env-file config/tasks.yaml/x cannot be written:"
                        + " config/tasks.yaml is no folder");
    }

    @Test
    void the_simulation_s_secrets_are_for_its_owner_alone() throws IOException {
        Path secrets = Files.writeString(folder.resolve("simulate.env"), "an older one, readable by all");
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-r--r--"));
        try (Program simulation =
                Program.start(folder, Map.of(), Map.of(), World.SECRETS, "simulate", "--env-file", "simulate.env")) {
            simulation.await("variables for config/demo", PATIENCE);

            assertThat(Files.getPosixFilePermissions(secrets)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(simulation.stop()).isEqualTo(143);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait orders-db --timeout=1h", "run -x 1 2 3", "discover --help"})
    void a_command_that_comes_later_is_not_taken_for_a_typo(String line) {
        String[] words = line.split(" ");

        assertThat(refuses(Map.of(), words)).isEqualTo(words[0] + " is not available yet");
    }

    /** The loader's own test breaks hundreds of files; here some of them meet the whole program. */
    @Test
    void broken_configurations_end_with_a_message_and_exit_code_2_or_start_right() throws IOException {
        Random random = new Random(20);
        String good = "watcher:\n  store: h2\n  data-dir: data\n  polling: { policy: fixed, interval: 5s }\n"
                + "  notifiers:\n    log: { type: log }\n";
        int refused = 0;
        for (int i = 0; i < BROKEN; i++) {
            write("application.yaml", broken(good, random));
            write("tasks.yaml", broken(TASKS, random));
            try (Program daemon = daemon(Map.of("quarkus.management.port", "0"))) {
                daemon.await("config/|cannot start|INFO  ready", PATIENCE);
                if (daemon.count("INFO  ready") > 0) {
                    assertThat(daemon.stop()).isEqualTo(143);
                } else {
                    assertThat(daemon.awaitEnd(PATIENCE)).as(daemon.text()).isEqualTo(2);
                    refused++;
                }
                daemon.assertNoStackTrace();
            }
        }
        assertThat(refused).isBetween((BROKEN + 3) / 4, BROKEN);
    }

    private static String broken(String text, Random random) {
        int at = random.nextInt(text.length());
        int to = Math.min(text.length(), at + 1 + random.nextInt(8));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, at) + "{[&*".charAt(random.nextInt(4)) + text.substring(at);
            case 2 -> text.substring(0, at) + text.substring(at, to) + text.substring(at);
            default -> text.substring(0, at);
        };
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve("config").resolve(name), text);
    }

    private Program daemon(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of("quarkus.http.port", "0"));
        all.putAll(properties);
        return Program.start(folder, Map.of(), all, World.SECRETS);
    }

    private String refuses(Map<String, String> environment, String... args) {
        try (Program program = Program.start(folder, environment, Map.of(), World.SECRETS, args)) {
            assertThat(program.awaitEnd(PATIENCE)).as(program.text()).isEqualTo(2);
            return program.text();
        }
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String failsToStart() {
        return failsToStart(Map.of("quarkus.management.port", "0"));
    }

    private String failsToStart(Map<String, String> properties) {
        try (Program daemon = daemon(properties)) {
            assertThat(daemon.awaitEnd(PATIENCE)).as(daemon.text()).isEqualTo(2);
            assertThat(daemon.text().lines().count()).as(daemon.text()).isLessThan(8);
            return daemon.text();
        }
    }
}
