package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMatcherTest {
    /** Written form and value, from the table of Alertmanager's own parse_test.go, and more. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "foo=bar | foo=\"bar\"",
                "  foo  =  bar  | foo=\"bar\"",
                "foo=\"bar\" | foo=\"bar\"",
                "foo=\"bar, baz\" | foo=\"bar, baz\"",
                "foo=~\"bar.*\" | foo=~\"bar.*\"",
                "foo!=bar | foo!=\"bar\"",
                "foo!~bar | foo!~\"bar\"",
                "foo= | foo=\"\"",
                "foo=\"\" | foo=\"\"",
                "foo=\"a\\\"b\" | foo=\"a\\\"b\"",
                "foo=a\\nb | foo=\"a\\nb\"",
                "foo=\\w | foo=\"\\\\w\"",
                "foo=bar\\ | foo=\"bar\\\\\"",
                "foo==bar | foo=\"=bar\"",
                "foo=~=bar | foo=~\"=bar\"",
                "a:b_c1=x | a:b_c1=\"x\"",
                "app.kubernetes.io/name=x | app.kubernetes.io/name=\"x\"",
            })
    void reads_what_alertmanager_reads(String written, String canonical) {
        var matcher = LabelMatcher.parse(written);
        assertThat(matcher).hasToString(canonical);
        assertThat(LabelMatcher.parse(canonical)).isEqualTo(matcher).hasSameHashCodeAs(matcher);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "foo",
                "=bar",
                "{foo=bar}",
                "foo=\"bar",
                "foo=bar\"",
                "foo=\"a\"b\"",
                "foo=\"",
                "foo=\"bar\\\"",
                "env=\"prod\",team=\"x\"",
                "env=prod,team=x",
                "\"foo\"=bar",
                "foo=~[",
                "foo=~(?=x)",
                "foo=~(?<!x)y",
                "foo=~(?>x)",
                "foo=~(a)\\1",
                "foo=~a++",
                "foo=~a{2}+",
                "foo=~a{1001}",
                "foo=~(((a{1000}){1000}){1000}){1000}",
                "foo=~((((a{10}){10,}){10}){10}){1,11}",
                "foo=~\\h",
            })
    void refuses_what_is_no_matcher_and_says_why(String written) {
        assertThatThrownBy(() -> LabelMatcher.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).{20,}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{2",
                "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}",
                "a\\\\\\1",
                "[+]+",
                "\\++",
                "[a\\]+]+x",
                "\\\\+",
                "(?:x)",
                "(?i)x"
            })
    void a_look_alike_of_a_forbidden_form_is_allowed(String regex) {
        assertThat(LabelMatcher.parse("foo=~" + regex)).isNotNull();
    }

    @Test
    void a_matcher_is_bounded_in_length() {
        assertThatThrownBy(() -> LabelMatcher.parse("foo=" + "x".repeat(1_000))).hasMessageContaining("1000");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "env=prod, true",
                "env=pro, false",
                "env!=prod, false",
                "env!=test, true",
                "env=~pro, false",
                "env=~pro., true",
                "env=~prod|test, true",
                "env=~|prod, true",
                "env!~prod|test, false",
                "env!~pro, true",
                "gone=, true",
                "gone!=, false",
                "gone=~.*, true",
                "gone=~.+, false",
                "gone!~.+, true",
                "env=PROD, false",
                "env=~(?i)PROD, true",
            })
    void matches_the_whole_value_and_takes_an_absent_label_as_empty(String matcher, boolean matches) {
        assertThat(LabelMatcher.parse(matcher).matches(Map.of("env", "prod"))).isEqualTo(matches);
    }

    @Test
    void a_dot_stops_at_a_line_feed_alone_as_in_re2() {
        assertThat(LabelMatcher.parse("a=~.*").matches(Map.of("a", "x\r\u2028y")))
                .isTrue();
        assertThat(LabelMatcher.parse("a=~.*").matches(Map.of("a", "x\ny"))).isFalse();
    }

    @Test
    void an_expression_that_would_backtrack_without_end_is_decided_in_linear_time() {
        var labels = Map.of("a", "a".repeat(60) + "!");
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(LabelMatcher.parse("a=~(.*a){20}").matches(labels)).isFalse();
            assertThat(LabelMatcher.parse("a!~(.*a){20}").matches(labels)).isTrue();
        });
    }

    @Test
    void a_value_too_long_for_any_stack_is_decided() {
        assertThat(LabelMatcher.parse("a!~(x|y)*").matches(Map.of("a", "x".repeat(900_000))))
                .isFalse();
        assertThat(LabelMatcher.parse("a=~(x|y)*").matches(Map.of("a", "x".repeat(900_000))))
                .isTrue();
    }
}
