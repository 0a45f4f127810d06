package io.github.precheckwatcher.store;

import static io.github.precheckwatcher.precheck.Prechecks.completed;
import static io.github.precheckwatcher.precheck.Prechecks.instance;
import static io.github.precheckwatcher.precheck.Prechecks.item;
import static io.github.precheckwatcher.precheck.Prechecks.judge;
import static io.github.precheckwatcher.precheck.Prechecks.report;
import static io.github.precheckwatcher.precheck.Prechecks.silentItem;
import static io.github.precheckwatcher.precheck.Prechecks.text;
import static io.github.precheckwatcher.precheck.Prechecks.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Grade;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.precheck.PrecheckReport;
import io.github.precheckwatcher.precheck.Verdict;
import io.github.precheckwatcher.store.database.StoredJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredVerdictTest {
    private static final TypeReference<Verdict> VERDICT = new TypeReference<>() {};

    @Test
    void a_verdict_is_stored_in_the_form_that_older_versions_wrote() {
        List<Verdict> verdicts = List.of(
                verdict("v-1", "db one", Outcome.FAILED),
                judge("v-2", "db two", completed(words())),
                verdict("v-3", "db", Outcome.UNKNOWN),
                verdict("v-4", "db", Outcome.TIMED_OUT));

        assertThat(verdicts.stream().map(StoredJson::write))
                .containsExactlyElementsOf(text("store/verdicts.json").lines().toList());
    }

    @Test
    void what_older_versions_wrote_is_read_with_its_grades() {
        Verdict read =
                StoredJson.read(text("store/verdicts.json").lines().toList().get(1), VERDICT);

        assertThat(read).isEqualTo(judge("v-2", "db two", completed(words())));
        assertThat(read.instances().get(0).items())
                .extracting(CheckItem::grade)
                .containsExactly(Grade.PASSED, Grade.FAILED, Grade.FAILED);
    }

    @Test
    void a_grade_that_the_word_does_not_say_and_a_remedy_come_back_from_the_store() {
        CheckItem own = new CheckItem("I", Optional.of("Good"), Optional.of(Grade.PASSED), Optional.of("do nothing"));
        CheckItem notRun = new CheckItem("J", Optional.empty(), Optional.of(Grade.NOT_RUN), Optional.empty());
        Verdict verdict = judge("v-5", "db", completed(report(instance("MYSQL", own, notRun))));

        Verdict read = StoredJson.read(StoredJson.write(verdict), VERDICT);

        assertThat(read).isEqualTo(verdict);
        assertThat(read.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(read.tally().notRun()).isEqualTo(1);
    }

    private static PrecheckReport words() {
        return report(
                instance("MYSQL", item("MYSQL_VERSION", " passed "), item("MYSQL_BINLOG", "Paused!"), silentItem("X")));
    }
}
