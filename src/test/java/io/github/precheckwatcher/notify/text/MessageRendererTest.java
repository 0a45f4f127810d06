package io.github.precheckwatcher.notify.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.precheckwatcher.Golden;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.LogLines;
import io.github.precheckwatcher.notify.Messages;
import io.github.precheckwatcher.notify.Notifications;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.EventBody;
import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageType;
import io.github.precheckwatcher.notify.event.OperatorEvent;
import io.github.precheckwatcher.notify.event.WatchSummary;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Outcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRendererTest {
    private static final ToIntFunction<String> BYTES = text -> text.getBytes(StandardCharsets.UTF_8).length;
    private static final int ROOMY = 1_000_000;

    /** As a mark-up would: it makes a text longer, and what is forgotten shows. */
    private static final UnaryOperator<String> ESCAPE = text ->
            text.replace("\\", "\\\\").replace("*", "\\*").replace("<", "&lt;").replace("@", "(at)");

    private final MessageRenderer renderer = MessageRenderer.of("plain", ESCAPE);

    @ParameterizedTest
    @CsvSource({
        "verdict,EN",
        "verdict,ZH_CN",
        "abandoned,EN",
        "abandoned,ZH_CN",
        "digest,EN",
        "digest,ZH_CN",
        "operator,EN",
        "operator,ZH_CN",
        "test,EN",
        "test,ZH_CN"
    })
    void a_message_reads_as_the_golden_text_says(String name, Language language) {
        Message message = switch (name) {
            case "verdict" -> Messages.failed();
            case "abandoned" -> Messages.abandoned();
            case "digest" -> Messages.digest();
            case "operator" -> Messages.operator();
            default -> Messages.test();
        };
        Golden.assertText(
                "texts/" + name + '.' + language.tag() + ".txt",
                text(message, Messages.wording(language), BYTES, ROOMY));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void outcome_and_name_open_the_text_and_the_title(Language language) {
        for (Message message : List.of(Messages.failed(), Messages.abandoned(), Messages.operator())) {
            String opening = message.status().name() + ' ' + message.subject();
            assertThat(renderer.title(Messages.view(message, Messages.wording(language))))
                    .isEqualTo(opening);
            assertThat(text(message, Messages.wording(language), BYTES, ROOMY)).startsWith(opening + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_text_is_never_longer_than_the_limit_and_always_says_outcome_name_request_and_link(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            Message message = Messages.random(random, i);
            Wording wording = Messages.wording(Language.values()[i % 2]);
            MessageView view = Messages.view(message, wording);
            int limit = 400 + random.nextInt(4_000);

            String text = text(message, wording, BYTES, limit);

            assertThat(BYTES.applyAsInt(text)).isLessThanOrEqualTo(limit);
            assertThat(text).startsWith(view.outcome());
            if (message.type() != MessageType.DIGEST && message.type() != MessageType.SUMMARY) {
                assertThat(text).contains(view.subject());
            }
            view.requestId().ifPresent(id -> assertThat(text).contains(id));
            view.link().ifPresent(link -> assertThat(text).contains(link));
            assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(text);
        }
    }

    @Test
    void a_text_uses_the_room_that_there_is_and_counts_what_is_left_out() {
        Message message = Messages.verdict(
                "orders-db",
                Outcome.FAILED,
                Optional.empty(),
                Optional.empty(),
                IntStream.range(0, 40)
                        .mapToObj(i -> Notifications.item("ITEM_" + i + "_", "FAILED"))
                        .toArray(CheckItem[]::new));
        Wording english = Messages.wording(Language.EN);
        int whole = BYTES.applyAsInt(text(message, english, BYTES, ROOMY));
        int before = 0;
        for (int limit = 600; limit < whole; limit += 41) {
            String text = text(message, english, BYTES, limit);
            int shown = (int) IntStream.range(0, 40)
                    .filter(i -> text.contains("ITEM_" + i + "_"))
                    .count();
            assertThat(shown).isGreaterThanOrEqualTo(before);
            assertThat(text.contains("and " + (40 - shown) + " more")).isEqualTo(shown < 40);
            before = shown;
        }
        assertThat(before).isBetween(30, 39);
        assertThat(text(message, english, BYTES, whole)).contains("ITEM_39_").doesNotContain(" more");
        assertThat(text(message, Messages.wording(Language.ZH_CN), BYTES, 900)).containsPattern("另有 \\d+ 项");
    }

    @Test
    void when_not_one_item_fits_the_free_texts_are_cut_between_characters() {
        Message message = EventBody.operator(
                Messages.SETTINGS.origin(),
                "o-1",
                new OperatorEvent(
                        "reload",
                        "reload.refused",
                        OperatorEvent.Severity.WARNING,
                        "\ud83d\ude00".repeat(500),
                        Optional.empty(),
                        Optional.empty()),
                Notifications.NOW);
        for (int limit = 200; limit < 240; limit++) {
            String text = text(message, Messages.wording(Language.EN), BYTES, limit);
            assertThat(BYTES.applyAsInt(text)).isBetween(limit - 3, limit);
            assertThat(text).startsWith("WARNING reload\n").contains("…").doesNotContain("?");
        }
    }

    @Test
    void where_there_is_hardly_any_room_the_outcome_is_said() {
        assertThat(text(Messages.failed(), Messages.wording(Language.EN), BYTES, 10))
                .isEqualTo("FAILED");
        assertThat(text(Messages.failed(), Messages.wording(Language.EN), BYTES, 3))
                .isEmpty();
    }

    @Test
    void whatever_comes_from_outside_is_escaped_and_stays_on_its_line() {
        Message message = Messages.verdict(
                "*bold*\ndb@all",
                Outcome.FAILED,
                Optional.empty(),
                Optional.empty(),
                Notifications.item("<at>\nRequestId: forged", "*FAILED*\u2028x"));
        for (Language language : Language.values()) {
            String text = text(message, Messages.wording(language), BYTES, ROOMY);
            assertThat(text.replace("\\*", "")).doesNotContain("*", "<", "@");
            assertThat(text.lines().filter(line -> line.startsWith("RequestId")))
                    .hasSize(1);
            assertThat(renderer.title(Messages.view(message, Messages.wording(language))))
                    .isEqualTo("FAILED \\*bold\\* db(at)all");
        }
    }

    @Test
    void an_address_stays_one_and_means_nothing_to_a_mark_up() {
        String text = text(Messages.failed(), Messages.wording(Language.EN), BYTES, ROOMY);
        assertThat(text)
                .contains("Runbook: https://wiki.example.com/runbooks/mysql%5Fbinlog\n")
                .endsWith("Details: https://precheck.example.com/base/verdicts/id-of-orders-db");
    }

    @Test
    void an_ipv6_address_keeps_its_brackets_and_nothing_else_does() {
        var link = TemplateEngine.plainLink(ESCAPE);
        assertThat(link.apply("http://[fd00::5]:8080/verdicts/[a](b)?x=[c]"))
                .isEqualTo("http://[fd00::5]:8080/verdicts/%5Ba%5D%28b%29?x=%5Bc%5D");
        assertThat(link.apply("http://[x](y)/")).isEqualTo("http://%5Bx%5D%28y%29/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{title.raw}", "{summary.safe}", "{words.nonsense}", "{outcom}", "{problem.message.bytes}"})
    void there_is_no_way_around_the_escaping_and_no_name_that_does_not_exist(String template) {
        assertThat(renderer.mistake(template)).isPresent();
    }

    /** It would read a watch's name as a template. */
    @ParameterizedTest
    @ValueSource(strings = {"{#eval title /}", "{#eval '{title}' /}", "{#if true}{#eval summary}{/eval}{/if}"})
    void a_text_is_never_read_as_a_template(String template) {
        assertThat(renderer.mistake(template)).isPresent();
        assertThat(renderer.mistake("{#let a=title}{#when outcome}{#is 'FAILED'}{a}{#else}-{/when}{/let}"))
                .isEmpty();
    }

    /** A name with them looks like another one, or turns the line around it. */
    @ParameterizedTest
    @EnumSource(NotifierKind.class)
    void characters_that_nobody_sees_are_shown_in_every_kind_that_people_read(NotifierKind kind) {
        assumeThat(kind).isNotIn(NotifierKind.LOG, NotifierKind.WEBHOOK);
        Message message = Messages.verdict(
                "orders\u202E\u200B-db",
                Outcome.FAILED,
                Optional.empty(),
                Optional.empty(),
                Notifications.item("A\u2066B\u200D", "FAI\u2060LED"));
        NotifierSettings settings = Notifications.notifier(
                "n", kind, Optional.of(URI.create("http://127.0.0.1:9/x")), Duration.ofSeconds(1));

        String body = kind.type().render(message, settings);

        assertThat(body.replaceAll("\\\\u(?=20)", "\\\\U").toLowerCase(Locale.ROOT))
                .contains("u+202e", "u+200b")
                .doesNotContain("\u202E", "\u200B", "\u2066", "\u200D", "\u2060")
                .doesNotContain("\\u202e", "\\u200b", "\\u2066", "\\u200d", "\\u2060");
    }

    @Test
    void a_part_can_be_included_and_its_sections_replaced() {
        String template = "{#include parts/message}{#heading}# {title}{/heading}{#item}* {i.item}\n{/item}{/include}";
        assertThat(renderer.mistake(template)).isEmpty();
        String text = text(Messages.failed(), Messages.wording(Language.EN, Optional.of(template)), BYTES, ROOMY);
        assertThat(text)
                .startsWith("# FAILED orders-db\n")
                .contains("* MYSQL_BINLOG\n", "* SERVICE_CONNECTIVITY\n")
                .doesNotContain("What to do");
    }

    @Test
    void a_mistake_is_said_with_its_line() {
        assertThat(renderer.mistake("{title}\n{outcom}"))
                .hasValueSatisfying(words ->
                        assertThat(words).isEqualTo("line 2: Property \"outcom\" not found in expression {outcom}"));
        assertThat(renderer.mistake("a\n\n{#if items}"))
                .hasValueSatisfying(
                        words -> assertThat(words).startsWith("line 3: ").contains("unterminated section"));
        assertThat(renderer.mistake("{#include secrets /}"))
                .hasValueSatisfying(words -> assertThat(words).contains("secrets"));
        assertThat(renderer.mistake("{title}")).isEmpty();
    }

    @Test
    void a_mistake_in_a_branch_that_only_one_type_takes_is_found() {
        for (String branch : List.of(
                "{#if problem}{problem.kode}{/if}",
                "{#for l in lines}{l.foo}{/for}",
                "{#if watches}{nothing}{/if}",
                "{#if type == 'TEST'}{nothing}{/if}",
                "{#for i in items}{#if i.remedy}{nothing}{/if}{/for}",
                "{#if previous}{nothing}{/if}")) {
            assertThat(renderer.mistake(branch)).as(branch).isPresent();
        }
    }

    @Test
    void a_template_that_includes_itself_without_end_is_a_mistake_and_no_crash() {
        assertThat(renderer.mistake("{#fragment id=x}{#include $x /}{/fragment}"))
                .isPresent();
    }

    @Test
    void a_template_that_fails_gives_way_to_the_built_in_one_and_the_log_says_so_once_without_content() {
        Wording wording = Messages.wording(Language.EN, Optional.of("{labels.nobody-has-it}{title}"));
        Wording plain = Messages.wording(Language.EN);
        try (var lines = LogLines.of(MessageRenderer.class)) {
            for (Message message : Messages.all()) {
                assertThat(text(message, wording, BYTES, ROOMY)).isEqualTo(text(message, plain, BYTES, ROOMY));
            }
            assertThat(lines.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith(
                                    "WARN template kind=plain key=watcher.notifiers.ops.template-file reason=\"line 1: ")
                            .doesNotContain("orders-db"));
        }
    }

    @Test
    void a_summary_says_what_ended_what_needs_attention_and_what_runs_in_both_languages() {
        assertThat(text(Messages.summary(), Messages.wording(Language.EN), BYTES, ROOMY))
                .isEqualTo("""
                FAILED Daily summary: 6 ended: 2 FAILED, 1 ABANDONED, 3 PASSED; 2 running

                - FAILED orders-db: 1 of 3 checks passed; MYSQL_BINLOG failed
                - ABANDONED billing-db: no answer
                and 1 more

                Environment: production
                Since: 2026-11-23 16:15:30 +08:00
                Still running: 2; the longest: a-db since 2026-11-24 14:15:30 +08:00, b-db since 2026-11-24 15:15:30 +08:00
                Time: 2026-11-24 16:15:30 +08:00""");
        assertThat(text(Messages.summary(), Messages.wording(Language.ZH_CN), BYTES, ROOMY))
                .isEqualTo("""
                FAILED 每日汇总：6 项已结束：2 FAILED、1 ABANDONED、3 PASSED；2 项仍在运行

                - FAILED orders-db：3 项检查中 1 项通过
                - ABANDONED billing-db：未得到关于该数据库的答案，已放弃
                另有 1 项

                环境：production
                起始时间：2026-11-23 16:15:30 +08:00
                仍在运行：2；运行最久的：a-db（自 2026-11-24 14:15:30 +08:00）、b-db（自 2026-11-24 15:15:30 +08:00）
                时间：2026-11-24 16:15:30 +08:00""");
    }

    @Test
    void a_summary_of_nothing_says_so() {
        var nothing = new WatchSummary(Notifications.NOW, Notifications.NOW, Map.of(), 0, List.of(), 0, List.of());
        Message message = EventBody.summary(Messages.SETTINGS.origin(), "s-1", nothing, Notifications.NOW);

        assertThat(text(message, Messages.wording(Language.EN), BYTES, ROOMY))
                .startsWith("INFO Daily summary: nothing ended; 0 running\n\nEnvironment: production\nSince: ");
        assertThat(text(message, Messages.wording(Language.ZH_CN), BYTES, ROOMY))
                .startsWith("INFO 每日汇总：没有结束的观察；0 项仍在运行\n\n环境：production\n");
    }

    @Test
    void a_template_whose_text_cannot_be_made_to_fit_gives_way_too() {
        Wording wording = Messages.wording(Language.EN, Optional.of("x".repeat(2_000)));
        assertThat(text(Messages.failed(), wording, BYTES, 1_000))
                .startsWith("FAILED orders-db")
                .doesNotContain("xxx");
    }

    @Test
    void a_stored_message_reads_the_same_from_its_event_alone() {
        var read = new ArrayList<String>();
        for (Message message : Messages.all()) {
            var stored = new Message(
                    message.id(),
                    message.type(),
                    message.subject(),
                    message.status(),
                    message.occurredAt(),
                    message.event());
            read.add(text(stored, Messages.wording(Language.ZH_CN), BYTES, ROOMY));
        }
        assertThat(read).doesNotHaveDuplicates().allMatch(text -> text.contains("环境："));
    }

    private String text(Message message, Wording wording, ToIntFunction<String> size, int limit) {
        return renderer.text(Messages.view(message, wording), wording, size, limit);
    }
}
