package io.github.precheckwatcher.config.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.notify.AlertTimes;
import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.OwnTemplate;
import io.github.precheckwatcher.notify.RateLimit;
import io.github.precheckwatcher.notify.Routing;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the further keys of a notifier come to, and what stands in for them. */
class NotifierKeysTest {
    @TempDir
    Path folder;

    private ConfigFolderBuilder config;

    @BeforeEach
    void prepare() {
        config = new ConfigFolderBuilder(folder);
    }

    @Test
    void what_a_notifier_does_not_say_is_as_its_kind_has_it() {
        NotifierSettings hook = hook("");

        assertThat(hook.routing()).isEqualTo(Routing.DEFAULT);
        assertThat(hook.rateLimits()).isEqualTo(NotifierKind.WEBHOOK.type().rateLimits());
        assertThat(hook.alert()).isEqualTo(AlertTimes.DEFAULT);
        assertThat(hook.events()).isEmpty();
        assertThat(hook.fallback()).isEmpty();
        assertThat(hook.recipients()).isEmpty();
        assertThat(hook.wording().language()).isEqualTo(Language.EN);
        assertThat(hook.wording().zone()).isEqualTo(ZoneId.systemDefault());
        assertThat(hook.wording().template()).isEmpty();
        assertThat(hook.wording().mentions()).isEqualTo(Mentions.NONE);
    }

    @Test
    void limits_and_digests_are_as_written() {
        NotifierSettings hook = hook(
                "rate-limit: [4/1s, 90 / 1m], rate-limit-pause: 7m, digest: { after: 2m, group-by: [env, team], group-wait: 30s }");

        assertThat(hook.rateLimits().limits())
                .containsExactly(new RateLimit(4, Duration.ofSeconds(1)), new RateLimit(90, Duration.ofMinutes(1)));
        assertThat(hook.rateLimits().rateLimitPause()).isEqualTo(Duration.ofMinutes(7));
        assertThat(hook.rateLimits().digest())
                .contains(new DigestSettings(
                        Duration.ofMinutes(2), List.of("env", "team"), Optional.of(Duration.ofSeconds(30))));
    }

    @Test
    void one_limit_needs_no_brackets_and_a_digest_folds_after_a_minute() {
        NotifierSettings hook = hook("rate-limit: 15/1m, digest: {}");

        assertThat(hook.rateLimits().limits()).containsExactly(new RateLimit(15, Duration.ofMinutes(1)));
        assertThat(hook.rateLimits().digest())
                .contains(new DigestSettings(Duration.ofMinutes(1), List.of(), Optional.empty()));
    }

    @Test
    void routing_looks_at_source_types_regions_and_change() {
        NotifierSettings hook = hook("when: { source-types: [MSSQL, MYSQL], regions: [cn-hangzhou], changed: true }");

        assertThat(hook.routing())
                .isEqualTo(new Routing(
                        Routing.DEFAULT.outcomes(), Set.of("MSSQL", "MYSQL"), Set.of("cn-hangzhou"), List.of(), true));
    }

    @Test
    void a_template_is_taken_as_it_is() {
        config.file("template", "{ \"text\": \"a\" }\n\n  \n");

        NotifierSettings hook =
                hook("template-file: '" + config.path("template") + "', language: zh-CN, zone: '+08:00'");

        assertThat(hook.wording().template())
                .contains(new OwnTemplate("{ \"text\": \"a\" }\n\n  \n", "watcher.notifiers.hook.template-file"));
        assertThat(hook.wording().language()).isEqualTo(Language.ZH_CN);
        assertThat(hook.wording().zone()).isEqualTo(ZoneId.of("+08:00"));
    }

    @Test
    void what_a_kind_finds_wrong_is_reported_at_its_key() {
        config.file("template", "{ \"text\": ");
        config.application("watcher: { notifiers: { hook: { type: webhook, url: 'http://127.0.0.1/x', template-file: '"
                + config.path("template") + "' } } }");

        assertThat(config.problems())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("config/application.yaml:1: watcher.notifiers.hook.template-file: ");
    }

    @Test
    void a_notifier_may_have_a_proxy_of_its_own_or_none() {
        config.application("""
                watcher:
                  proxy: http://proxy.example.com:3128
                  notifiers:
                    a: { type: webhook, url: http://127.0.0.1/a }
                    b: { type: webhook, url: http://127.0.0.1/b, proxy: http://other.example.com:8080 }
                    c: { type: webhook, url: http://127.0.0.1/c, proxy: none }
                """);

        assertThat(config.load().notifiers().notifiers())
                .extracting(notifier -> notifier.transport().proxy())
                .containsExactly(
                        Optional.of(HttpProxy.of(URI.create("http://proxy.example.com:3128"))),
                        Optional.of(HttpProxy.of(URI.create("http://other.example.com:8080"))),
                        Optional.empty());
    }

    @Test
    void a_proxys_login_is_inherited_with_it_and_goes_to_no_other_proxy() {
        config.file("password", "hunter2-first");
        config.application("""
                watcher:
                  proxy: http://proxy.example.com:3128
                  proxy-user: me
                  proxy-password-file: %s
                  accounts:
                    near: { proxy: none }
                    far: { proxy: http://other.example.com:8080, proxy-user: you, proxy-password: hunter2-other }
                  notifiers:
                    a: { type: webhook, url: http://127.0.0.1/a }
                    b: { type: webhook, url: http://127.0.0.1/b, proxy: http://other.example.com:8080 }
                    c: { type: webhook, url: http://127.0.0.1/c, proxy: none }
                """.formatted(config.path("password")));
        LoadedConfig loaded = config.load();
        Optional<HttpProxy> daemons =
                loaded.accounts().find("default").orElseThrow().proxy();

        assertThat(daemons.flatMap(HttpProxy::login).map(HttpProxy.Login::user)).contains("me");
        assertThat(daemons.orElseThrow().options().getPassword()).isEqualTo("hunter2-first");
        assertThat(loaded.accounts().find("near").orElseThrow().proxy()).isEmpty();
        assertThat(loaded.accounts()
                        .find("far")
                        .orElseThrow()
                        .proxy()
                        .orElseThrow()
                        .options()
                        .getUsername())
                .isEqualTo("you");
        assertThat(loaded.notifiers().notifiers())
                .extracting(notifier -> notifier.transport().proxy())
                .containsExactly(
                        daemons,
                        Optional.of(HttpProxy.of(URI.create("http://other.example.com:8080"))),
                        Optional.empty());
        assertThat(loaded.rotating()).hasSize(1).first().asString().contains("watcher.proxy-password-file");
        assertThat(loaded.accounts() + " " + loaded.notifiers()).doesNotContain("hunter2");
    }

    @Test
    void news_of_the_daemon_and_a_fallback_are_as_written() {
        NotifierSettings hook = hook("events: [operator], fallback: log");

        assertThat(hook.events()).containsExactly(MessageType.OPERATOR);
        assertThat(hook.fallback()).contains("log");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fallback: am, digest: { after: 2m } | ''         | false",
                "fallback: am, digest: { after: 2m } | , fallback: log | true",
                "fallback: log, digest: { after: 2m } | ''        | true",
                "fallback: am                        | ''         | true"
            })
    void what_sends_digests_needs_somebody_behind_it_who_takes_them(String hook, String more, boolean right) {
        config.application("""
                watcher:
                  notifiers:
                    hook: { type: webhook, url: 'http://127.0.0.1/x', HOOK }
                    am: { type: alertmanager, urls: ['http://127.0.0.1/am'] MORE }
                    log: { type: log }
                """.replace("HOOK", hook).replace("MORE", more));

        if (right) {
            assertThat(config.load().notifiers().notifiers()).hasSize(3);
        } else {
            assertThat(config.problems())
                    .singleElement()
                    .asString()
                    .endsWith(
                            "fallback: am takes over no digests, and this notifier sends some; name another, or give am"
                                    + " a fallback of its own");
        }
    }

    @Test
    void one_value_of_a_notifier_can_be_overridden_by_a_variable() {
        config.variable("WATCHER_NOTIFIERS_HOOK_DIGEST_AFTER", "9m")
                .variable("WATCHER_NOTIFIERS_HOOK_LANGUAGE", "zh-CN");

        NotifierSettings hook = hook("digest: { after: 2m }, language: en");

        assertThat(hook.rateLimits().digest()).map(DigestSettings::after).contains(Duration.ofMinutes(9));
        assertThat(hook.wording().language()).isEqualTo(Language.ZH_CN);
    }

    @Test
    void a_task_has_its_own_runbook_or_the_defaults() {
        config.tasks("""
                defaults: { uni-region-id: cn-hangzhou, runbook: "https://wiki.example.com/all" }
                tasks:
                  - { task-id: t-1, instance-uuid: i-1 }
                  - { task-id: t-2, instance-uuid: i-2, runbook: "http://wiki/x?y=1#z" }
                """);

        assertThat(config.load().specs())
                .extracting(spec -> spec.runbook().orElseThrow())
                .containsExactly(URI.create("https://wiki.example.com/all"), URI.create("http://wiki/x?y=1#z"));
    }

    private NotifierSettings hook(String keys) {
        return config.application("""
                        watcher:
                          notifiers:
                            hook: { type: webhook, url: 'http://127.0.0.1/x', KEYS }
                            log: { type: log }
                        """.replace(", KEYS", keys.isEmpty() ? "" : ", " + keys))
                .load()
                .notifiers()
                .notifiers()
                .get(0);
    }
}
