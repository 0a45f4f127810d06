package io.github.precheckwatcher.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.text.MessageRenderer;
import io.github.precheckwatcher.notify.text.MessageView;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/templates.md} against what templates are really given. */
class TemplatesPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```qute.*?\n(.*?)```");

    private final String page;

    TemplatesPageTest() throws IOException {
        page = Files.readString(Path.of("docs", "templates.md"));
    }

    @Test
    void every_value_and_each_of_its_parts_is_named() {
        for (Class<?> type : List.of(
                MessageView.class,
                MessageView.Target.class,
                MessageView.Item.class,
                MessageView.Cause.class,
                MessageView.Line.class,
                MessageView.Daily.class,
                MessageView.Count.class)) {
            assertThat(type.getRecordComponents())
                    .extracting(RecordComponent::getName)
                    .allSatisfy(name -> assertThat(page).contains('`' + name + '`'));
        }
    }

    @Test
    void every_example_is_a_template_without_mistake() {
        var renderer = MessageRenderer.of("plain", text -> text);
        List<String> examples =
                EXAMPLE.matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(examples)
                .hasSize(2)
                .allSatisfy(example -> assertThat(renderer.mistake(example)).isEmpty());
        assertThat(renderer.own(
                        Messages.view(Messages.failed(), Messages.wording(Language.EN)),
                        Notifications.template(examples.get(0)),
                        text -> Optional.empty()))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("!!! FAILED orders-db (production)\n")
                        .contains("MYSQL_BINLOG"));
    }
}
