package io.github.precheckwatcher.config;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.DurationFormat;
import io.github.precheckwatcher.config.schema.Limits;
import io.github.precheckwatcher.config.schema.NearestWord;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.config.schema.WebAddress;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.watch.OnRemoval;
import io.github.precheckwatcher.watch.PollSettings;
import io.github.precheckwatcher.watch.WatchIdentity;
import io.github.precheckwatcher.watch.WatchSpec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a watch of one task, of a file or of a request: the same rules for both. A mistake is reported at its place; the
 * same one, of a default perhaps, counts once.
 */
final class TaskReader {
    private final ConfigTree tree;
    private final String defaults;
    private final Known known;
    private final Taken taken;
    private final Problems problems;
    private final PollingReader polling;

    /**
     * What a task may name.
     *
     * @param accounts the accounts that there are; empty: not known, any name will do
     * @param notifiers the notifiers that there are; empty: not known, any name will do
     */
    record Known(Optional<Collection<String>> accounts, Optional<Collection<String>> notifiers) {
        Known {
            requireNonNull(accounts, "accounts");
            requireNonNull(notifiers, "notifiers");
        }
    }

    /** Which names and prechecks tasks have already, and where: both are unique over all that is read. Not thread safe. */
    static final class Taken {
        private final Map<String, SourceLocation> byName = new HashMap<>();
        private final Map<WatchIdentity, SourceLocation> byIdentity = new HashMap<>();

        boolean isEmpty() {
            return byName.isEmpty() && byIdentity.isEmpty();
        }
    }

    /**
     * What a task has that says nothing itself.
     *
     * @param labels beside its own
     */
    record Below(
            Map<String, String> labels,
            Duration deadline,
            PollSettings polling,
            List<String> notifiers,
            Optional<URI> runbook,
            OnRemoval onRemoval) {
        /** Nothing but a deadline and a way of polling. */
        Below(Duration deadline, PollSettings polling) {
            this(Map.of(), deadline, polling, List.of(), Optional.empty(), OnRemoval.KEEP);
        }
    }

    /** @param defaults the path of a group of defaults; empty: there is none */
    TaskReader(ConfigTree tree, String defaults, Known known, Taken taken, Problems problems) {
        this.tree = tree;
        this.defaults = defaults;
        this.known = known;
        this.taken = taken;
        this.problems = problems;
        this.polling = new PollingReader(tree, problems);
    }

    /** What the tasks have that the group of defaults stands for. */
    Below below(Below daemon) {
        Below read = over(defaults, daemon);
        configValue(defaults + ".uni-region-id").ifPresent(this::isId);
        configValue(defaults + ".account").ifPresent(this::isAccount);
        return read;
    }

    /** The task at a path; empty where it cannot be used: what is wrong is reported. */
    Optional<WatchSpec> read(String path, Below below) {
        Below own = over(path, below);
        if (own.labels().size() > Limits.LABELS) {
            problems.error(
                    location(path),
                    "has more than " + Limits.LABELS + " labels"
                            + (defaults.isEmpty() ? "" : ", the defaults' included"));
        }
        Optional<WatchIdentity> identity = identity(path);
        Optional<String> name = name(path, identity);
        return identity.flatMap(who -> name.map(called -> new WatchSpec(
                called,
                who.ref(),
                who.account(),
                own.labels(),
                own.runbook(),
                own.notifiers(),
                own.deadline(),
                own.polling(),
                own.onRemoval())));
    }

    private Below over(String path, Below below) {
        Map<String, String> labels = new LinkedHashMap<>(below.labels());
        labels.putAll(labels(path));
        return new Below(
                labels,
                deadline(path).orElse(below.deadline()),
                polling.over(below.polling(), path + ".polling"),
                notifiers(path).orElse(below.notifiers()),
                tree.has(path + ".runbook") ? runbook(path) : below.runbook(),
                onRemoval(path).orElse(below.onRemoval()));
    }

    private Optional<WatchIdentity> identity(String path) {
        Optional<ConfigValue> task = configValue(path + ".task-id").filter(this::isId);
        Optional<ConfigValue> instance = configValue(path + ".instance-uuid").filter(this::isId);
        Optional<ConfigValue> region = orDefault(path, "uni-region-id");
        if (region.isEmpty()
                && !defaults.isEmpty()
                && tree.readable(path)
                && !tree.has(path + ".uni-region-id")
                && !tree.has(defaults + ".uni-region-id")) {
            problems.error(location(path).missing("uni-region-id"), "is missing, here and in defaults");
        }
        Optional<ConfigValue> account = orDefault(path, "account");
        boolean knownRegion = region.map(this::isId).orElse(false);
        boolean knownAccount = account.map(this::isAccount).orElse(true);
        if (task.isEmpty() || instance.isEmpty() || region.isEmpty() || (account.isEmpty() && hasAccount(path))) {
            return Optional.empty();
        }
        WatchIdentity identity = new WatchIdentity(
                account.map(ConfigValue::text).orElse(AccountsReader.DEFAULT),
                new PrecheckRef(
                        task.get().text(), instance.get().text(), region.get().text()));
        // reported even when the account is unknown: all mistakes at once
        SourceLocation first = taken.byIdentity.putIfAbsent(identity, location(path));
        if (first != null) {
            problems.error(location(path), "is the same precheck by the same account as " + at(first, location(path)));
        }
        return Optional.of(identity).filter(who -> knownRegion && knownAccount);
    }

    private boolean hasAccount(String path) {
        return tree.has(path + ".account") || tree.has(defaults + ".account");
    }

    /** The name as written, or made from the identity; a taken one is reported even when the task has other mistakes. */
    private Optional<String> name(String path, Optional<WatchIdentity> identity) {
        Optional<ConfigValue> written = configValue(path + ".name");
        if (written.isEmpty() && (identity.isEmpty() || tree.has(path + ".name"))) {
            return Optional.empty();
        }
        String name = written.map(ConfigValue::text)
                .or(() -> identity.map(WatchIdentity::ref).map(ref -> ref.instanceUuid() + "/" + ref.taskId()))
                .orElseThrow();
        SourceLocation location = written.map(ConfigValue::location).orElseGet(() -> location(path));
        if (name.length() > Limits.NAME) {
            problems.error(location, "is longer than " + Limits.NAME + " characters");
        }
        SourceLocation first = taken.byName.putIfAbsent(name, location);
        // a nameless repetition is reported as the same precheck already
        if (first != null && written.isPresent()) {
            problems.error(location, written.get().shown() + " is taken already by " + at(first, location));
        }
        return Optional.of(name);
    }

    private Map<String, String> labels(String path) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String name : tree.names(path + ".labels")) {
            String label = ConfigTree.below(path + ".labels", name);
            if (!Limits.isLabelName(name)) {
                problems.error(
                        location(label),
                        "a label's name has letters, digits and '_', begins with no digit and is no longer than "
                                + Limits.LABEL_NAME);
            }
            configValue(label).ifPresent(value -> {
                if (value.text().length() > Limits.LABEL_VALUE) {
                    problems.error(value.location(), "is longer than " + Limits.LABEL_VALUE + " characters");
                }
                labels.put(name, value.text());
            });
        }
        return labels;
    }

    private Optional<OnRemoval> onRemoval(String path) {
        return configValue(path + ".on-removal").map(ConfigValue::text).map(OnRemoval::valueOf);
    }

    private Optional<URI> runbook(String path) {
        Optional<ConfigValue> written = configValue(path + ".runbook");
        return written.flatMap(address -> WebAddress.link(address, problems));
    }

    private Optional<List<String>> notifiers(String path) {
        String list = path + ".notifiers";
        if (!tree.has(list)) {
            return Optional.empty();
        }
        if (tree.isEmptyList(list)) {
            problems.error(location(list), "names no notifier; leave the key out for all");
        }
        List<String> names = new ArrayList<>();
        for (ConfigValue named : tree.list(list)) {
            if (!isKnown(named, known.notifiers())) {
                problems.error(
                        named.location(), "there is no notifier " + named.shown() + nearest(named, known.notifiers()));
            } else if (names.contains(named.text())) {
                problems.error(named.location(), named.shown() + " stands here twice");
            } else {
                names.add(named.text());
            }
        }
        return Optional.of(names);
    }

    /** A task's own value or the default; where the own one is wrong there is none. */
    private Optional<ConfigValue> orDefault(String path, String key) {
        return tree.has(path + "." + key) ? configValue(path + "." + key) : configValue(defaults + "." + key);
    }

    private boolean isAccount(ConfigValue account) {
        boolean is = isKnown(account, known.accounts());
        if (!is) {
            problems.error(
                    account.location(), "there is no account " + account.shown() + nearest(account, known.accounts()));
        }
        return is;
    }

    private boolean isId(ConfigValue id) {
        boolean fits = id.text().length() <= Limits.ID && id.text().chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!fits) {
            problems.error(
                    id.location(),
                    "is no id of the vendor's: ASCII without spaces, at most " + Limits.ID + " characters");
        }
        return fits;
    }

    private static boolean isKnown(ConfigValue written, Optional<Collection<String>> names) {
        return names.map(there -> there.contains(written.text())).orElse(true);
    }

    private static String nearest(ConfigValue written, Optional<Collection<String>> names) {
        return NearestWord.hint(written, names.orElse(List.of()));
    }

    private static String at(SourceLocation first, SourceLocation second) {
        String line = first.where().equals(second.where()) ? "line " : first.where() + ":";
        return first.key().replaceFirst("\\.name$", "") + " in " + line
                + first.line().orElse(0);
    }

    private Optional<Duration> deadline(String path) {
        return configValue(path + ".deadline").map(ConfigValue::text).flatMap(DurationFormat::read);
    }

    private Optional<ConfigValue> configValue(String path) {
        return tree.at(path);
    }

    private SourceLocation location(String path) {
        return tree.location(path, SourceLocation.whole(""));
    }
}
