package io.github.precheckwatcher.config.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The {@code WATCHER_...} environment variables. One overrides the value whose key path it spells in capitals, if the
 * file names that key; any other one is a problem, so that a typo cannot pass in silence. {@code QUARKUS_MAILER_...}
 * likewise, but as everywhere in Quarkus the file need not name the key. Not thread safe.
 */
public final class Overrides {
    /** How the variables' names begin. */
    static final String PREFIX = "WATCHER_";

    private static final String MAILER_PREFIX = "QUARKUS_MAILER_";

    /** What Kubernetes sets in every pod beside a service named {@code watcher} or {@code watcher-...}. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "WATCHER(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> variables = new TreeMap<>();
    private final Map<String, String> used = new HashMap<>();
    private final Problems problems;

    public Overrides(Map<String, String> environment, Problems problems) {
        environment.forEach((name, value) -> {
            if (isOurs(name) && !isServiceLink(name, value)) {
                variables.put(name, value);
            }
        });
        this.problems = problems;
    }

    /** Whether a variable of this name is read as one of ours. */
    public static boolean isOurs(String name) {
        return name.startsWith(PREFIX) || name.startsWith(MAILER_PREFIX);
    }

    /** None: the tasks file is not overridden. */
    public static Overrides none(Problems problems) {
        return new Overrides(Map.of(), problems);
    }

    /** The variable that overrides the value at this path, if it is set. */
    Optional<String> variable(String path) {
        if (variables.isEmpty()) {
            return Optional.empty();
        }
        String name = name(path);
        if (!variables.containsKey(name)) {
            return Optional.empty();
        }
        String other = used.putIfAbsent(name, path);
        if (other != null && !other.equals(path)) {
            problems.error(
                    SourceLocation.environment(name),
                    "could mean " + other + " and " + path + "; rename one of the two");
        }
        return Optional.of(name);
    }

    String value(String variable) {
        return variables.get(variable);
    }

    /**
     * Reports the variables that overrode nothing.
     *
     * @param roots what may stand below each root of the file that is read here
     */
    public void reportUnused(Map<String, Schema.Group> roots, ConfigTree tree, String file) {
        List<String> paths = new ArrayList<>();
        List<String> lists = new ArrayList<>();
        Map<String, String> refused = new HashMap<>();
        roots.forEach((root, schema) -> collect(schema, root, tree, paths, lists, refused));
        Map<String, String> known = new TreeMap<>();
        paths.forEach(path -> known.put(name(path), path));
        for (String name : variables.keySet()) {
            if (used.containsKey(name)) {
                continue;
            }
            SourceLocation location = SourceLocation.environment(Redaction.key(name));
            String path = known.get(name);
            if (path != null) {
                problems.error(
                        location,
                        "a variable overrides only what the file names; write " + path + " in " + file + " first");
            } else if (isList(name, lists)) {
                problems.error(location, "a list cannot be overridden by a variable; write it in " + file);
            } else if (name.startsWith("WATCHER_ACCOUNTS_") && noName("accounts", name, tree)) {
                problems.error(location, invents("account", tree.names("watcher.accounts"), file));
            } else if (name.startsWith("WATCHER_NOTIFIERS_") && noName("notifiers", name, tree)) {
                problems.error(location, invents("notifier", tree.names("watcher.notifiers"), file));
            } else if (refused.containsKey(name)) {
                problems.error(location, refused.get(name));
            } else {
                SortedSet<String> names = new TreeSet<>(known.keySet());
                problems.error(location, "unknown variable" + NearestWord.hint(name, names));
            }
        }
    }

    private static String invents(String what, List<String> names, String file) {
        String there = names.isEmpty()
                ? "it names none"
                : "it names "
                        + String.join(", ", names.stream().map(Redaction::key).toList());
        return "sets a key of no " + what + " that " + file + " names (" + there + "); a variable makes no " + what;
    }

    private static boolean noName(String of, String variable, ConfigTree tree) {
        return tree.names("watcher." + of).stream()
                .noneMatch(name -> variable.startsWith(name(ConfigTree.below("watcher." + of, name)) + "_"));
    }

    private static boolean isList(String variable, List<String> lists) {
        return lists.stream()
                .map(Overrides::name)
                .anyMatch(list -> variable.equals(list) || variable.matches(list + "_[0-9]+_?"));
    }

    /** The paths of all values and lists that the file could name, its own accounts and notifiers filled in. */
    private static void collect(
            Schema schema,
            String path,
            ConfigTree tree,
            List<String> paths,
            List<String> lists,
            Map<String, String> refused) {
        if (schema instanceof Schema.Scalar) {
            paths.add(path);
        } else if (schema instanceof Schema.Many) {
            lists.add(path);
        } else if (schema instanceof Schema.Group group) {
            group.keys().forEach((name, key) -> collect(key.schema(), path + "." + name, tree, paths, lists, refused));
            group.refused().forEach((name, words) -> refused.put(name(path + "." + name), words));
        } else if (schema instanceof Schema.Named named) {
            tree.names(path)
                    .forEach(name -> collect(named.each(), ConfigTree.below(path, name), tree, paths, lists, refused));
        }
    }

    private static boolean isServiceLink(String name, String value) {
        return SERVICE_LINK.matcher(name).matches()
                || (name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches());
    }

    /** MicroProfile Config's rule: what is no letter or digit becomes an underscore, then upper case. */
    public static String name(String path) {
        return path.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
