package io.github.precheckwatcher.config.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.http.HttpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpkeepReaderTest {
    private static final String TOKEN = "5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278";

    @TempDir
    Path folder;

    private ConfigFolderBuilder config;

    @BeforeEach
    void begin() {
        config = new ConfigFolderBuilder(folder);
    }

    @Test
    void without_either_nothing_is_sent() {
        assertThat(upkeep("").heartbeat()).isEmpty();
        assertThat(upkeep("").summary()).isEmpty();
    }

    @Test
    void a_heartbeat_has_an_address_and_the_rest_by_default() {
        HeartbeatSettings heartbeat = upkeep("  heartbeat: { url: https://hc-ping.com/" + TOKEN + " }")
                .heartbeat()
                .orElseThrow();

        assertThat(heartbeat.transport().urls().get()).containsExactly(URI.create("https://hc-ping.com/" + TOKEN));
        assertThat(heartbeat.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(heartbeat.method()).isEqualTo(HeartbeatConfig.Method.POST);
        assertThat(heartbeat.transport().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(heartbeat.toString()).doesNotContain(TOKEN);
    }

    @Test
    void every_key_of_a_heartbeat_counts() {
        config.file("url", "https://gatus.example.com/api/v1/endpoints/core_watcher/external?success=true\n");
        config.file("token", "Bearer s3cret\n");
        HeartbeatSettings heartbeat = upkeep("""
                  proxy: http://proxy.example.com:3128
                  heartbeat:
                    url-file: %s
                    interval: 30s
                    method: get
                    timeout: 3s
                    headers: { X-Team: dba }
                    header-files: { Authorization: %s }
                    proxy: none
                """.formatted(config.path("url"), config.path("token")))
                .heartbeat()
                .orElseThrow();

        assertThat(heartbeat.transport().urls().get().get(0).getHost()).isEqualTo("gatus.example.com");
        assertThat(heartbeat.transport().headers().get())
                .containsEntry("X-Team", "dba")
                .containsEntry("Authorization", "Bearer s3cret");
        assertThat(heartbeat.transport().proxy()).isEmpty();
        assertThat(heartbeat.transport().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(heartbeat.interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(heartbeat.method()).isEqualTo(HeartbeatConfig.Method.GET);
    }

    @Test
    void a_heartbeat_goes_through_the_daemons_proxy() {
        assertThat(upkeep("""
                  proxy: http://proxy.example.com:3128
                  heartbeat: { url: https://hc-ping.com/x }
                """).heartbeat().orElseThrow().transport().proxy())
                .map(HttpProxy::address)
                .contains(URI.create("http://proxy.example.com:3128"));
    }

    @Test
    void the_file_of_the_address_is_looked_at_again() {
        config.file("url", "https://hc-ping.com/" + TOKEN);
        config.application("watcher:\n  heartbeat: { url-file: " + config.path("url") + " }\n");

        assertThat(config.load().rotating())
                .singleElement()
                .satisfies(secret -> assertThat(secret.key()).isEqualTo("watcher.heartbeat.url-file"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|2: watcher.heartbeat.url: is missing; a heartbeat needs it, or url-file",
                "{ interval: 1m }|2: watcher.heartbeat.url: is missing; a heartbeat needs it, or url-file",
                "{ url: 'https://a.example.com', interval: 999ms }|2: watcher.heartbeat.interval: must be at least 1s",
                "{ url: 'ftp://a.example.com/" + TOKEN
                        + "' }|2: watcher.heartbeat.url: must begin with https:// or http://",
                "{ url: 'https://me:" + TOKEN
                        + "@a.example.com' }|2: watcher.heartbeat.url: has a user or password in it;"
                        + " send them as a header (headers: { Authorization: ... })",
                "{ url: 'https://a.example.com', method: head }|2: watcher.heartbeat.method: 'head' is not one of post, get",
                "{ url: 'https://a.example.com', url-file: x }|2: watcher.heartbeat.url-file: stands beside url; keep one of the two",
                "{ uri: 'https://a.example.com' }|2: watcher.heartbeat.uri: unknown key; did you mean url?",
            })
    void what_is_wrong_with_a_heartbeat_is_said_with_its_line_and_without_the_address(String written, String problem) {
        config.application("watcher:\n  heartbeat: " + written + "\n");

        assertThat(config.problems())
                .singleElement()
                .satisfies(words -> assertThat(words)
                        .isEqualTo("config/application.yaml:" + problem)
                        .doesNotContain(TOKEN));
    }

    @Test
    void a_summary_has_a_time_of_day_and_a_zone() {
        assertThat(upkeep("  summary: { at: \"08:30\", zone: Asia/Shanghai }").summary())
                .contains(new SummarySettings(LocalTime.of(8, 30), ZoneId.of("Asia/Shanghai")));
        assertThat(upkeep("  summary: { at: 10:05 }").summary())
                .as("without quotes, and in the host's zone")
                .contains(new SummarySettings(LocalTime.of(10, 5), ZoneId.systemDefault()));
        assertThat(upkeep("  summary: { at: \"23:59:30\" }")
                        .summary()
                        .orElseThrow()
                        .at())
                .isEqualTo(LocalTime.of(23, 59, 30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"24:00", "8:30", "08.30", "08:60", "08:30 pm", "510"})
    void what_is_no_time_of_day_is_refused(String at) {
        config.application("watcher:\n  summary: { at: \"" + at + "\" }\n");

        assertThat(config.problems())
                .containsExactly("config/application.yaml:2: watcher.summary.at: '" + at
                        + "' is no time of day; write it like \"08:30\", from 00:00 to 23:59");
    }

    @Test
    void a_zone_alone_and_a_zone_that_is_none_are_refused() {
        config.application("watcher:\n  summary: { zone: Asia/Peking }\n");

        assertThat(config.problems())
                .hasSize(2)
                .anyMatch(words -> words.contains("watcher.summary.at: is missing"))
                .anyMatch(words -> words.contains("watcher.summary.zone: 'Asia/Peking' is no time zone"));
    }

    @Test
    void a_summary_for_nobody_and_one_that_is_never_made_are_warnings() {
        assertThat(warnings("  summary: { at: \"08:30\" }"))
                .containsExactly(
                        "watcher.summary: no notifier has events: [summary], so no summary is sent to anybody");
        assertThat(warnings("  notifiers: { log: { type: log, events: [operator, summary] } }"))
                .containsExactly("watcher.notifiers.log.events: asks for the daily summary, and there is no"
                        + " watcher.summary: { at: \"08:30\" } that makes one");
        assertThat(warnings("  summary: { at: \"08:30\" }\n  notifiers: { log: { type: log, events: [summary] } }"))
                .isEmpty();
    }

    @Test
    void an_alertmanager_takes_no_summary() {
        config.application("""
                watcher:
                  summary: { at: "08:30" }
                  notifiers: { am: { type: alertmanager, urls: ['http://am.example.com'], events: [summary] } }
                """);

        assertThat(config.problems())
                .containsExactly(
                        "config/application.yaml:3: watcher.notifiers.am.events: an Alertmanager is sent the state"
                                + " of instances; send news of the daemon and summaries elsewhere");
    }

    @Test
    void the_example_of_the_page_about_them_loads_without_a_warning() throws IOException {
        String page = Files.readString(Path.of("docs/summary-and-heartbeat.md"));
        String example = page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("\n```\n"));
        config.file("heartbeat", "https://hc-ping.com/" + TOKEN).file("ding", "a-robots-key");

        config.application(example.replace("/run/secrets/", folder + "/"));

        assertThat(config.load().warnings()).isEmpty();
        assertThat(config.load().upkeep().heartbeat()).isPresent();
        assertThat(config.load().upkeep().summary()).isPresent();
    }

    private UpkeepSettings upkeep(String lines) {
        return config.application("watcher:\n  data-dir: data\n" + lines + "\n")
                .load()
                .upkeep();
    }

    private List<String> warnings(String lines) {
        return config.application("watcher:\n" + lines + "\n").load().warnings().stream()
                .map(ConfigProblem::toString)
                .map(words -> words.replaceFirst("^.*application.yaml:[0-9]+: ", ""))
                .toList();
    }
}
