package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cloud.Account;
import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.github.precheckwatcher.config.schema.DurationFormat;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.notify.AlertTimes;
import io.github.precheckwatcher.notify.DigestSettings;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.RateLimit;
import io.github.precheckwatcher.notify.RetrySchedule;
import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.store.database.StoreConfig;
import io.github.precheckwatcher.store.database.StoreSettings;
import io.github.precheckwatcher.watch.AlreadyEnded;
import io.github.precheckwatcher.watch.PollPolicyKind;
import io.github.precheckwatcher.watch.PollSettings;
import io.github.precheckwatcher.watch.WatchSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractExampleTest {
    private static final HttpProxy PROXY = HttpProxy.of(URI.create("http://proxy.example.com:3128"));

    @TempDir
    Path folder;

    private LoadedConfig config;

    @BeforeEach
    void load() {
        config = ContractExample.in(folder).load();
    }

    @Test
    void the_store_and_the_engine_are_as_written() {
        assertThat(config.store())
                .isEqualTo(new StoreSettings(StoreConfig.Kind.H2, Path.of("data"), Duration.ofDays(30)));
        assertThat(config.engine().lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.engine().alreadyEnded()).isEqualTo(AlreadyEnded.NOTIFY);
        assertThat(config.engine().callsPerSecond())
                .isEqualTo(Map.of("default", 10.0, "overseas", 20.0, "plain", 10.0));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void the_accounts_are_as_written_and_files_are_named_to_be_read_again() {
        assertThat(config.accounts().byName().values())
                .containsExactlyInAnyOrder(
                        new Account(
                                "default",
                                URI.create("https://tds.cn-shanghai.aliyuncs.com/"),
                                10,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(10),
                                Optional.of(PROXY),
                                Optional.empty(),
                                CredentialsSource.DEFAULT_CHAIN),
                        new Account(
                                "overseas",
                                URI.create("https://tds.ap-southeast-1.aliyuncs.com/"),
                                20,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(10),
                                Optional.of(PROXY),
                                Optional.empty(),
                                new CredentialsSource(
                                        CredentialsSource.Type.ACCESS_KEY,
                                        Map.of(),
                                        Map.of(
                                                "access-key-id", folder.resolve("overseas-id"),
                                                "access-key-secret", folder.resolve("overseas-secret")))),
                        new Account(
                                "plain",
                                URI.create("https://tds.ap-southeast-1.aliyuncs.com/"),
                                10,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(10),
                                Optional.of(PROXY),
                                Optional.empty(),
                                new CredentialsSource(
                                        CredentialsSource.Type.ACCESS_KEY,
                                        Map.of(
                                                "access-key-id", ContractExample.KEY_ID,
                                                "access-key-secret", ContractExample.KEY_SECRET),
                                        Map.of())));
    }

    @Test
    void the_notifiers_are_as_written_in_the_order_of_the_file() {
        assertThat(config.notifiers().environment()).isEqualTo("production");
        assertThat(config.notifiers().publicUrl()).contains(URI.create("https://prechecks.example.com"));
        assertThat(config.notifiers().notifiers())
                .extracting(NotifierSettings::name)
                .containsExactly("log", "ops", "spare", "ding", "fei", "wecom", "slack", "mail", "am");
        NotifierSettings ops = config.notifiers().notifiers().get(1);
        assertThat(ops.type()).isEqualTo(NotifierKind.WEBHOOK.type());
        assertThat(ops.transport().urls().get()).containsExactly(URI.create("https://ops.example.com/hooks/prechecks"));
        assertThat(ops.secrets().get()).containsExactly(SigningSecret.parse(ContractExample.HOOK_SECRET));
        assertThat(ops.transport().headers().get())
                .isEqualTo(Map.of("X-Team", "dba", "Authorization", ContractExample.HEADER));
        assertThat(ops.transport().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(ops.transport().publicOnly()).isFalse();
        assertThat(ops.transport().proxy()).contains(PROXY);
        assertThat(ops.retry())
                .isEqualTo(new RetrySchedule(
                        Stream.of("5s", "30s", "2m", "10m", "30m", "1h", "3h", "6h", "12h", "24h")
                                .map(step -> DurationFormat.read(step).orElseThrow())
                                .toList(),
                        Duration.ofHours(72),
                        Duration.ofMinutes(15)));
        assertThat(ops.routing().outcomes()).containsExactlyInAnyOrder(Outcome.WARNING, Outcome.FAILED, Outcome.ERROR);
        assertThat(ops.routing().match()).containsExactly(LabelMatcher.parse("env=\"prod\""));
        assertThat(ops.events()).containsExactly(MessageType.OPERATOR);
        assertThat(ops.fallback()).contains("mail");
    }

    @Test
    void a_dingtalk_robot_is_as_written() {
        NotifierSettings ding = notifier("ding");

        assertThat(ding.transport().urls().get()).containsExactly(URI.create(ContractExample.DING_URL));
        assertThat(ding.robotSecret().get()).contains(ContractExample.DING_SECRET);
        assertThat(ding.wording().keyword()).contains("\u9884\u68c0");
        assertThat(ding.wording().language()).isEqualTo(Language.ZH_CN);
        assertThat(ding.wording().zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(ding.wording().mentions().byOutcome())
                .isEqualTo(Map.of(Outcome.FAILED, List.of("13800000000"), Outcome.ERROR, List.of("all")));
        assertThat(ding.rateLimits().limits()).containsExactly(new RateLimit(15, Duration.ofMinutes(1)));
        assertThat(ding.rateLimits().rateLimitPause()).isEqualTo(Duration.ofMinutes(10));
        assertThat(ding.rateLimits().digest())
                .contains(
                        new DigestSettings(Duration.ofMinutes(1), List.of("env"), Optional.of(Duration.ofSeconds(30))));
    }

    @Test
    void keys_of_robots_become_the_platforms_addresses() {
        assertThat(notifier("fei").transport().urls().get())
                .containsExactly(URI.create("https://open.feishu.cn/open-apis/bot/v2/hook/" + ContractExample.TOKEN));
        assertThat(notifier("fei").robotSecret().get()).contains(ContractExample.FEISHU_SECRET);
        assertThat(notifier("wecom").transport().urls().get())
                .containsExactly(
                        URI.create("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + ContractExample.TOKEN));
        assertThat(notifier("slack").transport().urls().get()).containsExactly(URI.create(ContractExample.SLACK_URL));
    }

    @Test
    void the_limits_of_the_platforms_hold_without_being_written() {
        assertThat(notifier("wecom").rateLimits().limits()).containsExactly(new RateLimit(15, Duration.ofMinutes(1)));
        assertThat(notifier("fei").rateLimits().limits())
                .containsExactly(new RateLimit(4, Duration.ofSeconds(1)), new RateLimit(90, Duration.ofMinutes(1)));
        assertThat(notifier("slack").rateLimits().limits()).containsExactly(new RateLimit(1, Duration.ofSeconds(1)));
        assertThat(notifier("mail").rateLimits().limits()).isEmpty();
        assertThat(notifier("am").rateLimits().limits()).isEmpty();
    }

    @Test
    void mail_and_alerts_are_as_written() {
        assertThat(notifier("mail").recipients()).containsExactly("dba@example.com");
        NotifierSettings am = notifier("am");
        assertThat(am.transport().urls().get())
                .containsExactly(URI.create("http://am-1:9093"), URI.create("http://am-2:9093"));
        assertThat(am.alert()).isEqualTo(AlertTimes.DEFAULT);
    }

    @Test
    void several_secrets_keep_their_order_and_one_may_come_from_the_environment() {
        assertThat(config.notifiers().notifiers().get(2).secrets().get())
                .containsExactly(
                        SigningSecret.parse(ContractExample.SPARE_SECRET),
                        SigningSecret.parse(ContractExample.HOOK_SECRET));
    }

    @Test
    void a_notifier_without_when_takes_every_outcome_but_cancelled() {
        assertThat(config.notifiers().notifiers().get(0).routing().outcomes())
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Outcome.CANCELLED)));
    }

    @Test
    void the_tasks_are_as_written_with_the_defaults_below_them() {
        PollSettings daemon = new PollSettings(
                PollPolicyKind.BACKOFF, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(60), 10);
        assertThat(config.specs())
                .containsExactly(
                        new WatchSpec(
                                "orders-db",
                                new PrecheckRef(
                                        "t-000bc9nqwxsbyvod0001", "ebc895506c6911ed800000163e0e0001", "cn-hangzhou"),
                                "default",
                                Map.of("env", "prod", "team", "payments"),
                                Optional.of(URI.create("https://wiki.example.com/prechecks#orders")),
                                List.of("log", "ops"),
                                Duration.ofMinutes(30),
                                new PollSettings(
                                        PollPolicyKind.FIXED,
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(60),
                                        10)),
                        new WatchSpec(
                                "ebc895506c6911ed800000163e0e0002/0123",
                                new PrecheckRef("0123", "ebc895506c6911ed800000163e0e0002", "cn-hangzhou"),
                                "overseas",
                                Map.of("env", "prod"),
                                Optional.empty(),
                                List.of(),
                                Duration.ofHours(1),
                                daemon));
    }

    private NotifierSettings notifier(String name) {
        return config.notifiers().notifiers().stream()
                .filter(notifier -> notifier.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void no_secret_is_in_the_text_form_of_what_was_loaded() {
        assertThat(ContractExample.SECRETS).noneMatch(config.toString()::contains);
    }
}
