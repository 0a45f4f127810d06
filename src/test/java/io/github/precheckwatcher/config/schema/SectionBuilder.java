package io.github.precheckwatcher.config.schema;

import io.github.precheckwatcher.config.notifier.NotifiersConfig.NotifierConfig;
import io.github.precheckwatcher.config.secret.SecretValues;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The keys of one notifier, read from YAML as the loader reads them; for readers of what no kind has yet. */
public final class SectionBuilder {
    private final Problems problems = new Problems();
    private final SecretValues secrets = new SecretValues(problems);

    /** The keys of a notifier, in braces. */
    public Section read(String keys) {
        String yaml = "{ type: log, " + keys.substring(1);
        var node = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
        SourceLocation location = SourceLocation.line("f.yaml", 1, "n");
        ConfigTree tree = new SchemaReader("f.yaml", Overrides.none(problems), Map.of(), problems)
                .read(Schema.of(NotifierConfig.class), node, location);
        return new Section(tree, problems, "n", location);
    }

    public SecretValues secrets() {
        return secrets;
    }

    public Problems sink() {
        return problems;
    }

    public List<String> problems() {
        return problems.errors().stream().map(ConfigProblem::toString).toList();
    }
}
