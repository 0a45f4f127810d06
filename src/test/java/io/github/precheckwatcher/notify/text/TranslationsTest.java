package io.github.precheckwatcher.notify.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.Problem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TranslationsTest {
    private static final Translations ENGLISH = Translations.of(Language.EN);
    private static final Translations CHINESE = Translations.of(Language.ZH_CN);

    @Test
    void both_languages_have_every_key_and_what_the_event_says_in_english_is_not_said_again() {
        Set<String> chinese = new TreeSet<>(CHINESE.keys());
        chinese.removeIf(key -> key.matches("(summary|event|problem|remedy)\\..*"));
        assertThat(chinese).isEqualTo(new TreeSet<>(ENGLISH.keys())).isNotEmpty();
    }

    @Test
    void a_sentence_takes_the_same_values_in_both_languages() {
        for (String key : ENGLISH.keys()) {
            assertThat(places(CHINESE.get(key))).as(key).isEqualTo(places(ENGLISH.get(key)));
        }
    }

    @Test
    void each_outcome_that_no_report_explains_has_a_chinese_sentence() {
        for (Outcome outcome :
                List.of(Outcome.ERROR, Outcome.UNKNOWN, Outcome.TIMED_OUT, Outcome.ABANDONED, Outcome.CANCELLED)) {
            assertThat(CHINESE.has("summary." + outcome)).as("%s", outcome).isTrue();
        }
    }

    @Test
    void each_event_of_the_daemon_and_each_problem_that_we_state_is_said_in_chinese() {
        for (String event :
                List.of("account.suspended", "account.unreachable", "account.ok", "notifier.down", "notifier.up")) {
            assertThat(CHINESE.has("event." + event)).as(event).isTrue();
        }
        for (String code : List.of(Problem.PRECHECK_ERROR, Problem.NO_REPORT, Problem.DEADLINE)) {
            assertThat(CHINESE.has("problem." + code)).as(code).isTrue();
            assertThat(CHINESE.has("remedy." + code)).as(code).isTrue();
        }
    }

    @Test
    void our_own_words_mean_nothing_to_any_mark_up() {
        for (Translations translations : List.of(ENGLISH, CHINESE)) {
            for (String key : translations.keys()) {
                assertThat(translations.get(key)).as(key).doesNotContainPattern("[\"\\\\<>&*_`\\[\\]|~#@]");
            }
        }
    }

    @Test
    void a_key_that_does_not_exist_is_a_bug() {
        assertThatThrownBy(() -> ENGLISH.get("nonsense")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_value_that_looks_like_a_place_stays_as_it_is() {
        assertThat(ENGLISH.with("was", "{1}$1\\", "today")).isEqualTo("was {1}$1\\ today");
    }

    @Test
    void a_list_is_a_part_of_a_sentence_and_says_how_many_more_there_are() {
        assertThat(ENGLISH.list(List.of(), 3)).isEmpty();
        assertThat(ENGLISH.list(List.of("a"), 3)).isEqualTo("a");
        assertThat(ENGLISH.list(List.of("a", "b"), 3)).isEqualTo("a and b");
        assertThat(ENGLISH.list(List.of("a", "b", "c"), 3)).isEqualTo("a, b and c");
        assertThat(ENGLISH.list(List.of("a", "b", "c", "d", "e"), 3)).isEqualTo("a, b, c and 2 more");
        assertThat(CHINESE.list(List.of("a", "b", "c", "d", "e"), 3)).isEqualTo("a、b、c 和 另外 2 项");
    }

    private static Set<String> places(String text) {
        return Pattern.compile("\\{\\d}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
