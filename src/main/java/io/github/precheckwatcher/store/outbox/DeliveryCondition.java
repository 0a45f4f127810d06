package io.github.precheckwatcher.store.outbox;

import io.github.precheckwatcher.notify.outbox.DeliveryQueries.Filter;
import io.github.precheckwatcher.store.database.Params;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Filter} as a condition on {@code delivery d join message m}. What is not asked for does not stand in it, so
 * that each database chooses an index for what is.
 */
final class DeliveryCondition {
    /** What every query with this condition reads from. */
    static final String ROWS = "delivery d join message m on m.id = d.event_id";

    private final List<String> terms = new ArrayList<>();
    private final List<Binding> bindings = new ArrayList<>();

    DeliveryCondition(Filter filter) {
        if (!filter.ids().isEmpty()) {
            term("d.id = any(?)", params -> params.texts(filter.ids()));
        }
        filter.notifier().ifPresent(name -> term("d.notifier = ?", params -> params.text(name)));
        filter.state().ifPresent(state -> term("d.state = ?", params -> params.text(state.name())));
        filter.outcome().ifPresent(word -> term("m.outcome = ?", params -> params.text(word.name())));
        filter.subject().ifPresent(subject -> term("m.subject = ?", params -> params.text(subject)));
        filter.since().ifPresent(time -> term("m.occurred_at >= ?", params -> params.time(time)));
        filter.until().ifPresent(time -> term("m.occurred_at < ?", params -> params.time(time)));
    }

    /** To stand behind another condition: empty, or begins with {@code and}. */
    String sql() {
        StringBuilder sql = new StringBuilder();
        terms.forEach(term -> sql.append(" and ").append(term));
        return sql.toString();
    }

    /** Binds what {@link #sql} asks for. */
    Params bind(Params params) throws SQLException {
        for (Binding binding : bindings) {
            binding.to(params);
        }
        return params;
    }

    private void term(String sql, Binding binding) {
        terms.add(sql);
        bindings.add(binding);
    }

    @FunctionalInterface
    private interface Binding {
        void to(Params params) throws SQLException;
    }
}
