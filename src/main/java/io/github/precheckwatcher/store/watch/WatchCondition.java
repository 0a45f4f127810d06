package io.github.precheckwatcher.store.watch;

import io.github.precheckwatcher.store.database.NamePattern;
import io.github.precheckwatcher.store.database.Params;
import io.github.precheckwatcher.store.database.Params.Binding;
import io.github.precheckwatcher.store.database.StoredJson;
import io.github.precheckwatcher.watch.WatchQueries.Filter;
import io.github.precheckwatcher.watch.WatchQueries.Order;
import io.github.precheckwatcher.watch.WatchQueries.Position;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The condition of a list of watches. What is not asked for does not stand in it, so that each database chooses an index
 * for what is. Label matchers that it cannot hold ({@link #holdsAll}) are left to whoever reads the rows.
 */
final class WatchCondition {
    private final StringBuilder sql = new StringBuilder();
    private final List<Binding> bindings = new ArrayList<>();

    /** Of watches in their table alone. */
    WatchCondition(Filter filter) {
        this(filter, Order.NAME, "name");
    }

    /** @param name the column that a name is compared in: the first of a join needs no look at the second */
    WatchCondition(Filter filter, Order order, String name) {
        if (order == Order.DUE) {
            term("state = 'WATCHING'", params -> {});
        } else if (order == Order.ENDED || filter.outcome().isPresent()) {
            term("state = 'ENDED'", params -> {});
        } else if (filter.state().isEmpty()) {
            term("state in ('WATCHING', 'ENDED')", params -> {});
        }
        filter.state().ifPresent(state -> term("state = ?", params -> params.text(state.name())));
        filter.outcome().ifPresent(outcome -> term("watch.outcome = ?", params -> params.text(outcome.name())));
        filter.account().ifPresent(account -> term("account = ?", params -> params.text(account)));
        filter.region().ifPresent(region -> term("uni_region_id = ?", params -> params.text(region)));
        filter.sourceType()
                .map(type -> "%," + NamePattern.literal(type.toLowerCase(Locale.ROOT)) + ",%")
                .ifPresent(type -> term(NamePattern.fits("(',' || source_type || ',')"), params -> params.text(type)));
        filter.name()
                .map(NamePattern::of)
                .ifPresent(pattern -> term(NamePattern.fits(name), params -> params.text(pattern)));
        filter.text()
                .map(NamePattern::around)
                .ifPresent(text -> term(
                        "(" + NamePattern.fits(name) + " or " + NamePattern.fits("task_id") + " or "
                                + NamePattern.fits("instance_uuid") + ")",
                        params -> params.text(text).text(text).text(text)));
        filter.matchers().forEach(matcher -> matcher.required().ifPresent(this::label));
    }

    /** Whether it needs nobody to look at the labels of what it finds. */
    static boolean holdsAll(Filter filter) {
        return filter.matchers().stream().allMatch(matcher -> matcher.required().isPresent());
    }

    /** Only watches whose labels are one of these texts. */
    void labels(List<String> texts) {
        term("labels = any(?)", params -> params.texts(texts));
    }

    void term(String term, Binding binding) {
        sql.append(sql.isEmpty() ? "" : " and ").append(term);
        bindings.add(binding);
    }

    /** What stands behind that position. The first comparison, which the second implies, is the one that H2 has an index for. */
    void after(Order order, Position position) {
        String columns = switch (order) {
            case NAME -> "listed_as >= ? and (listed_as, watch_name.watch_id) >";
            case DUE -> "due_at >= ? and (due_at, watch.id) >";
            case ENDED -> "verdict.observed_at <= ? and (verdict.observed_at, verdict.id) <";
        };
        term(columns + " (?, ?)", params -> {
            key(params, order, position);
            key(params, order, position).text(position.id());
        });
    }

    private static Params key(Params params, Order order, Position position) throws SQLException {
        return order == Order.NAME ? params.text(position.key()) : params.time(Instant.parse(position.key()));
    }

    /** The terms; never empty. */
    String sql() {
        return sql.toString();
    }

    Params bind(Params params) throws SQLException {
        for (Binding binding : bindings) {
            binding.bind(params);
        }
        return params;
    }

    /** A quote within a name or value has a backslash before it, so this text stands in no other label. */
    private void label(Map.Entry<String, String> label) {
        String json = StoredJson.write(Map.of(label.getKey(), label.getValue()));
        String pattern = "%" + NamePattern.literal(json.substring(1, json.length() - 1)) + "%";
        term("labels like ? escape '!'", params -> params.text(pattern));
    }
}
