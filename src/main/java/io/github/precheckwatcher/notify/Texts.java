package io.github.precheckwatcher.notify;

import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * Writes the messages of one kind by Qute templates: the operator's own, or the built-in one of the kind and language
 * ({@code notify/<kind>.<language>.txt} among the resources). Whatever comes from outside is escaped as the kind needs.
 * Pure, thread safe.
 */
public final class Texts {
    private Texts() {}

    /**
     * @param kind names the built-in templates
     * @param escape makes a text from outside harmless in this kind's form: no mark-up, no mention
     */
    public static Texts of(String kind, UnaryOperator<String> escape) {
        throw new UnsupportedOperationException("helper A writes this: " + kind + escape);
    }

    /** The title line: outcome and watch name; the same for every kind. Escaped. */
    public String title(Message message, Wording wording) {
        throw new UnsupportedOperationException("helper A: " + message + wording);
    }

    /**
     * The message's text. When it is longer than the platform allows, items (or a digest's lines) are left out one after
     * the other and "and n more" says so; outcome, name, RequestId and link stay.
     *
     * @param size how long the whole would be with this text, in the platform's measure
     * @param limit the most that it may be
     */
    public String text(Message message, Wording wording, ToIntFunction<String> size, int limit) {
        throw new UnsupportedOperationException("helper A: " + message + wording + size + limit);
    }
}
