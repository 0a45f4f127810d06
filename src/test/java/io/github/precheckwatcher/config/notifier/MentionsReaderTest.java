package io.github.precheckwatcher.config.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.schema.SectionBuilder;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.precheck.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MentionsReaderTest {
    private final SectionBuilder sections = new SectionBuilder();

    @Test
    void ids_stand_in_lists_and_one_needs_no_brackets() {
        assertThat(MentionsReader.read(sections.read("{ mention: { FAILED: ['1380', b], ERROR: all } }")))
                .isEqualTo(new Mentions(
                        Map.of(Outcome.FAILED, List.of("1380", "b"), Outcome.ERROR, List.of("all")), List.of()));
        assertThat(sections.problems()).isEmpty();
    }

    @Test
    void every_outcome_but_passed_can_be_written() {
        Set<Outcome> loud = EnumSet.complementOf(EnumSet.of(Outcome.PASSED));
        String all = loud.stream().map(o -> o + ": x").collect(Collectors.joining(", "));

        assertThat(MentionsReader.read(sections.read("{ mention: { " + all + " } }"))
                        .byOutcome())
                .containsOnlyKeys(loud);
        assertThat(sections.problems()).isEmpty();
    }

    @Test
    void further_ids_hang_on_labels() {
        assertThat(
                        MentionsReader.read(
                                sections.read(
                                        "{ mention-match: [{ match: ['team=\"payments\"', 'env=~\"p.*\"'], FAILED: [c], TIMED_OUT: d }] }")))
                .isEqualTo(new Mentions(
                        Map.of(),
                        List.of(new Mentions.ByLabel(
                                List.of(LabelMatcher.parse("team=\"payments\""), LabelMatcher.parse("env=~\"p.*\"")),
                                Map.of(Outcome.FAILED, List.of("c"), Outcome.TIMED_OUT, List.of("d"))))));
    }

    @Test
    void nobody_is_called_where_nothing_is_written() {
        assertThat(MentionsReader.read(sections.read("{}"))).isEqualTo(Mentions.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            { mention: { FAILD: [a] } }           | n.mention.FAILD: unknown key; did you mean FAILED?
            { mention: { failed: [a] } }          | n.mention.failed: unknown key; did you mean FAILED?
            { mention: { FAILED: [] } }           | n.mention.FAILED: names nobody; leave the key out
            { mention: { FAILED: } }              | n.mention.FAILED: has no value; leave the key out or write a list
            { mention: { FAILED: [a, a] } }       | n.mention.FAILED[1]: 'a' stands here twice
            { mention: { FAILED: { a: b } } }     | n.mention.FAILED: a list is wanted here, written [a, b] or with a dash for each
            { mention: [a] }                      | n.mention: keys are wanted here, written 'key: value'
            { mention-match: { FAILED: [a] } }    | n.mention-match: a list is wanted here, written [a, b] or with a dash for each
            { mention-match: [{ FAILED: [a] }] }  | n.mention-match[0].match: is missing; without it use mention beside it
            { mention-match: [{ match: [], FAILED: [a] }] } | n.mention-match[0].match: has no matcher; without one use mention beside it
            { mention-match: [{ match: ['a="b"'] }] } | n.mention-match[0]: names no outcome, so it calls nobody; write one, like FAILED: [...]
            { mention-match: [{ match: [team], FAILED: [a] }] } | n.mention-match[0].match[0]: not a matcher: team; write name="value" with =, !=, =~ or !~, one matcher an entry
            """)
    void what_is_wrong_is_reported(String yaml, String problem) {
        MentionsReader.read(sections.read(yaml));

        assertThat(sections.problems()).containsExactly("f.yaml:1: " + problem);
    }
}
