package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.notify.NotifiersConfig.NotifierConfig;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The keys of one notifier, read from YAML as the loader reads them; for readers of what no kind has yet. */
final class SectionBuilder {
    private final Problems problems = new Problems();
    private final SecretValues secrets = new SecretValues(problems);

    /** The keys of a notifier, in braces. */
    Section read(String keys) {
        String yaml = "{ type: log, " + keys.substring(1);
        var node = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
        Place place = Place.line("f.yaml", 1, "n");
        Found found = new ShapeReader("f.yaml", Overrides.none(problems), Map.of(), problems)
                .read(Shape.of(NotifierConfig.class), node, place);
        return new Section(found, problems, "n", place);
    }

    SecretValues secrets() {
        return secrets;
    }

    Problems sink() {
        return problems;
    }

    List<String> problems() {
        return problems.errors().stream().map(ConfigProblem::toString).toList();
    }
}
