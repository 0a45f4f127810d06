package io.github.precheckwatcher.registration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong, so that all of it is told at once. Not thread safe. */
final class Problems {
    private final Set<ConfigProblem> errors = new LinkedHashSet<>();
    private final Set<ConfigProblem> warnings = new LinkedHashSet<>();

    void error(Place place, String message) {
        errors.add(place.says(message));
    }

    void warn(Place place, String message) {
        warnings.add(place.says(message));
    }

    boolean none() {
        return errors.isEmpty();
    }

    /** Whether nothing is wrong with this file. */
    boolean noneAt(String file) {
        return errors.stream().noneMatch(problem -> problem.where().equals(file));
    }

    /** Whether nothing is wrong with this key and those below it. */
    boolean noneBelow(String key) {
        return errors.stream()
                .noneMatch(problem -> problem.key().equals(key)
                        || problem.key().startsWith(key + ".")
                        || problem.key().startsWith(key + "["));
    }

    List<ConfigProblem> errors() {
        return sorted(errors);
    }

    List<ConfigProblem> warnings() {
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
