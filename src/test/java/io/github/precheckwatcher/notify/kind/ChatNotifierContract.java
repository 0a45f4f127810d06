package io.github.precheckwatcher.notify.kind;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.AttemptResult.Delivered;
import io.github.precheckwatcher.notify.AttemptResult.Failed;
import io.github.precheckwatcher.notify.AttemptResult.Gone;
import io.github.precheckwatcher.notify.AttemptResult.Paused;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.FakeServer;
import io.github.precheckwatcher.notify.FakeServer.Reply;
import io.github.precheckwatcher.notify.FakeServer.Request;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.NotifierType.Mistake;
import io.github.precheckwatcher.notify.RobotMessages;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.precheck.Outcome;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the notifier of each chat platform does; after each test nothing secret was logged or is in a result. */
public abstract class ChatNotifierContract {
    /** Part of each secret of these tests. */
    protected static final String SECRET_PART = "s3cret";

    private static Vertx vertx;

    protected final FakeClock clock = new FakeClock(Notifications.NOW);
    protected final List<AttemptResult> results = new ArrayList<>();
    private final Platform platform;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private LogLines log;

    /**
     * What differs between the platforms.
     *
     * @param took answers of a message that was taken
     * @param notTaken answers with status 200 of one that was not, beside those that no platform takes for a success
     * @param notTakenWords how the failure by such an answer begins
     * @param refusal gives an answer that refuses a message and echoes a text
     * @param refusalWords what the failure by such an answer holds
     * @param mentionable ids that the platform knows by their form
     * @param unmentionable ids that it does not know
     * @param mentionHint part of what is said of them
     * @param secrets what no log line or result may hold, beside {@link #SECRET_PART}
     */
    public record Platform(
            NotifierKind kind,
            List<String> took,
            List<String> notTaken,
            String notTakenWords,
            Function<String, Reply> refusal,
            List<String> refusalWords,
            List<String> mentionable,
            List<String> unmentionable,
            String mentionHint,
            List<String> secrets) {}

    protected ChatNotifierContract(Platform platform) {
        this.platform = platform;
    }

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void listen() {
        log = LogLines.ofAll();
    }

    @AfterEach
    void nothing_secret_was_said() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        log.close();
        assertThat(log.lines() + " " + results)
                .doesNotContain(SECRET_PART)
                .doesNotContain(platform.secrets().toArray(String[]::new));
    }

    @Test
    void without_a_secret_the_body_is_posted_as_it_was_stored_as_json_under_our_name() {
        var seen = new AtomicReference<Request>();
        URI address = answering(request -> {
            seen.set(request);
            return new Reply(200, platform.took().get(0));
        });
        NotifierSettings settings = settings(address);
        Delivery delivery = delivery(settings);

        assertThat(send(settings, delivery)).isEqualTo(new Delivered(200));

        assertThat(seen.get().method()).isEqualTo("POST");
        assertThat(URI.create(seen.get().target()))
                .isEqualTo(URI.create(address.getRawPath() + "?" + address.getRawQuery()));
        assertThat(seen.get().text()).isEqualTo(delivery.body());
        assertThat(seen.get().headers())
                .containsEntry("content-type", "application/json; charset=utf-8")
                .containsEntry("user-agent", "precheck-watcher/1.2.3");
    }

    @Test
    void each_answer_of_a_message_that_was_taken_is_a_success() {
        for (String body : platform.took()) {
            assertThat(answered(new Reply(200, body))).as(body).isEqualTo(new Delivered(200));
        }
    }

    @Test
    void a_200_that_does_not_say_so_is_no_success() {
        for (String body : Stream.concat(
                        platform.notTaken().stream(), Stream.of("", "{}", "[", "[]", "<html>please log in</html>"))
                .toList()) {
            assertThat(answered(new Reply(200, body)))
                    .as(body)
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.error()).startsWith(platform.notTakenWords()));
        }
    }

    @Test
    void gone_is_gone() {
        assertThat(answered(new Reply(410, ""))).isEqualTo(new Gone(410));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_platform_that_asks_to_wait_pauses_the_notifier_for_as_long(int status) {
        assertThat(answered(Reply.of(status, "", "retry-after: 30")))
                .isInstanceOfSatisfying(
                        Paused.class, paused -> assertThat(paused.retryAfter()).contains(Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-other: 1", "retry-after: nonsense"})
    void a_platform_that_does_not_say_how_long_pauses_the_notifier_too(String header) {
        assertThat(answered(Reply.of(429, "", header)))
                .isInstanceOfSatisfying(
                        Paused.class, paused -> assertThat(paused.retryAfter()).isEmpty());
    }

    @Test
    void what_a_refusal_echoes_is_cut_and_bounded_and_no_secret() {
        var address = new AtomicReference<URI>();
        address.set(answering(request -> platform.refusal()
                .apply("no \\u0007hook\\n" + address.get() + " of " + secret() + ' ' + "x".repeat(5_000))));
        NotifierSettings settings = signed(settings(address.get()), secret());

        assertThat(send(settings, delivery(settings)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.error())
                                .contains(platform.refusalWords())
                                .hasSizeBetween(1, 500)
                                .doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void ids_that_the_platform_does_not_know_are_refused_at_start_and_not_shown() {
        NotifierSettings settings = settings(URI.create("http://127.0.0.1/x"));
        assertThat(mistakes(calling(settings.wording(), "all"))).isEmpty();
        assertThat(mistakes(calling(settings.wording(), platform.mentionable().toArray(String[]::new))))
                .isEmpty();

        for (String wrong : platform.unmentionable()) {
            assertThat(mistakes(calling(settings.wording(), mentionable(), wrong)))
                    .as(wrong)
                    .singleElement()
                    .satisfies(mistake -> {
                        assertThat(mistake.key()).isEqualTo("mention");
                        assertThat(mistake.words())
                                .contains(platform.mentionHint())
                                .doesNotContain(wrong);
                    });
        }
    }

    @Test
    void a_template_with_a_mistake_is_refused_at_start() {
        assertThat(mistakes(RobotMessages.wording(
                        Language.EN, Optional.of("{title}\n{titel}"), Optional.empty(), Mentions.NONE)))
                .singleElement()
                .satisfies(mistake -> {
                    assertThat(mistake.key()).isEqualTo("template-file");
                    assertThat(mistake.words()).contains("line 2").contains("titel");
                });
    }

    private List<Mistake> mistakes(Wording wording) {
        NotifierSettings settings = settings(URI.create("http://127.0.0.1/x"));
        return platform.kind().type().mistakes(Notifications.robot(settings, settings.robotSecret(), wording));
    }

    private String mentionable() {
        return platform.mentionable().get(0);
    }

    private static String secret() {
        return "SEC" + SECRET_PART + "-of-the-robot";
    }

    private AttemptResult answered(Reply reply) {
        NotifierSettings settings = settings(answering(request -> reply));
        return send(settings, delivery(settings));
    }

    /** The secret address of a robot whose platform answers so. */
    private URI answering(FakeServer.Platform answers) {
        return URI.create(open(FakeServer.of(answers)).base() + "/robot/" + SECRET_PART + "?key=" + SECRET_PART);
    }

    protected List<String> logged() {
        return log.lines();
    }

    /** Closed after the test. */
    protected <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    /** A notifier of a robot without a secret, whose warnings call somebody. */
    protected NotifierSettings settings(URI address) {
        return settings(address, Duration.ofSeconds(20));
    }

    protected NotifierSettings settings(URI address, Duration timeout) {
        NotifierSettings settings =
                Notifications.notifier(platform.kind().type().name(), platform.kind(), Optional.of(address), timeout);
        return Notifications.robot(settings, settings.robotSecret(), calling(settings.wording(), mentionable()));
    }

    protected static NotifierSettings signed(NotifierSettings settings, String secret) {
        return signed(settings, Secret.fixed(Optional.of(secret)));
    }

    protected static NotifierSettings signed(NotifierSettings settings, Secret<Optional<String>> secret) {
        return Notifications.robot(settings, secret, settings.wording());
    }

    private static Wording calling(Wording w, String... ids) {
        var mentions = new Mentions(Map.of(Outcome.WARNING, List.of(ids)), List.of());
        return new Wording(w.language(), w.zone(), w.template(), w.contentType(), w.keyword(), mentions);
    }

    /** A warning, as the notifier renders it. */
    protected static Delivery delivery(NotifierSettings settings) {
        Message message = Notifications.message("event");
        return new Delivery(
                "d", message, settings.name(), settings.type().render(message, settings), Notifications.NOW, 0, 1);
    }

    protected Notifier notifier(NotifierSettings settings) {
        return notifier(settings, clock);
    }

    protected Notifier notifier(NotifierSettings settings, Clock clock) {
        return open(settings.type().open(settings, new NotifierContext("1.2.3", vertx, clock)));
    }

    /** By a notifier of its own. */
    protected AttemptResult send(NotifierSettings settings, Delivery delivery) {
        return send(notifier(settings), delivery);
    }

    protected AttemptResult send(Notifier notifier, Delivery delivery) {
        AttemptResult result = notifier.send(delivery).await().atMost(Duration.ofSeconds(30));
        results.add(result);
        return result;
    }
}
