package io.github.precheckwatcher.config.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, so that all of it is reported at once. Not thread safe. */
public final class Problems {
    private final Set<ConfigProblem> errors = new LinkedHashSet<>();
    private final Set<ConfigProblem> warnings = new LinkedHashSet<>();

    public void error(SourceLocation location, String message) {
        errors.add(location.says(message));
    }

    public void warn(SourceLocation location, String message) {
        warnings.add(location.says(message));
    }

    public boolean none() {
        return errors.isEmpty();
    }

    /** How much is wrong. */
    public int count() {
        return errors.size();
    }

    /** Whether nothing is wrong with this file. */
    public boolean noneAt(String file) {
        return errors.stream().noneMatch(problem -> problem.where().equals(file));
    }

    /** Whether nothing is wrong with this key and those below it. */
    public boolean noneBelow(String key) {
        return errors.stream()
                .noneMatch(problem -> problem.key().equals(key)
                        || problem.key().startsWith(key + ".")
                        || problem.key().startsWith(key + "["));
    }

    public List<ConfigProblem> errors() {
        return sorted(errors);
    }

    public List<ConfigProblem> warnings() {
        return sorted(warnings);
    }

    /** In the order in which the files were first met, then of lines. */
    private static List<ConfigProblem> sorted(Set<ConfigProblem> problems) {
        List<String> files =
                problems.stream().map(ConfigProblem::where).distinct().toList();
        List<ConfigProblem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.<ConfigProblem>comparingInt(p -> files.indexOf(p.where()))
                .thenComparingInt(p -> p.line().orElse(0)));
        return sorted;
    }
}
