package io.github.precheckwatcher.notify.text;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.OwnTemplate;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.notify.event.Event;
import io.github.precheckwatcher.notify.event.Message;
import io.quarkus.qute.Template;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Writes the messages of one kind by Qute templates: the operator's own, or the built-in one of the kind and language
 * ({@code notify/<kind>.<language>.txt} among the resources, or {@code notify/<kind>.txt} for all languages). Templates
 * are given a {@link MessageView}; whatever they write is escaped as the kind needs. They may include the parts of
 * {@code notify/parts} and replace the sections that those offer.
 *
 * <p>Pure but for one line of the log, thread safe.
 */
public final class MessageRenderer {
    private static final Logger LOG = Logger.getLogger(MessageRenderer.class);

    /** More templates than any file has notifiers of one kind; beyond it the cache starts anew. */
    private static final int KEPT = 256;

    private final String kind;
    private final UnaryOperator<String> escape;
    private final TemplateEngine engine;
    private final Map<String, Template> own = new ConcurrentHashMap<>();
    private final Map<Language, Template> builtIn = new ConcurrentHashMap<>();
    /** The keys of those that failed. */
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    private MessageRenderer(String kind, UnaryOperator<String> escape, UnaryOperator<String> link) {
        this.kind = requireNonNull(kind, "kind");
        this.escape = requireNonNull(escape, "escape");
        this.engine = new TemplateEngine(escape, requireNonNull(link, "link"));
    }

    /**
     * @param kind names the built-in templates
     * @param escape makes a text from outside harmless in this kind's form: no mark-up, no mention. Page addresses do not
     *     pass it but for their {@code &}: they come in ASCII without any character that a mark-up reads.
     */
    public static MessageRenderer of(String kind, UnaryOperator<String> escape) {
        return new MessageRenderer(kind, escape, TemplateEngine.plainLink(escape));
    }

    /**
     * As {@link #of(String, UnaryOperator)}.
     *
     * @param link makes a page's address stand in this kind's form
     */
    public static MessageRenderer of(String kind, UnaryOperator<String> escape, UnaryOperator<String> link) {
        return new MessageRenderer(kind, escape, link);
    }

    /** The title line: outcome and watch name; the same for every kind. Escaped. */
    public String title(MessageView view) {
        return escape.apply(view.title());
    }

    /**
     * The message's text. When it is longer than the platform allows, items (or a digest's lines) are left out one after
     * the other and "and n more" says so; outcome, name, RequestId and link stay. An operator's template that fails, or
     * whose text cannot be made to fit, gives way to the built-in one; the log says so once.
     *
     * @param size how long the whole would be with this text, in the platform's measure
     * @param limit the most that it may be
     * @return never longer than the limit, as long as nothing at all is not
     */
    public String text(MessageView view, Wording wording, ToIntFunction<String> size, int limit) {
        return wording.template()
                .flatMap(template -> own(template, view, size, limit))
                .or(() -> text(builtIn(wording.language()), view, size, limit))
                .orElseGet(() -> size.applyAsInt(view.outcome()) <= limit ? view.outcome() : "");
    }

    /**
     * The text that the operator's own template makes of a message, whole; empty when it fails, which the log says once.
     *
     * @param judge what is wrong with a text that the template made; nothing of the text itself
     */
    public Optional<String> own(MessageView view, OwnTemplate template, Function<String, Optional<String>> judge) {
        return own(template, view, String::length, Integer.MAX_VALUE).filter(text -> {
            Optional<String> wrong = judge.apply(text);
            wrong.ifPresent(why -> warn(template, why));
            return wrong.isEmpty();
        });
    }

    /** What is wrong with an operator's template, with its line: it is tried on a sample of each type of message. */
    public Optional<String> mistake(String template) {
        return mistake(template, text -> Optional.empty());
    }

    /**
     * As {@link #mistake(String)}.
     *
     * @param judge what is wrong with a text that the template made, in words that continue "what it makes"
     */
    public Optional<String> mistake(String template, Function<String, Optional<String>> judge) {
        try {
            Template parsed = engine.parse(template);
            for (Message sample : SampleMessages.all()) {
                String text = render(parsed, MessageView.of(Event.of(sample), SampleMessages.WORDING));
                Optional<String> wrong = judge.apply(text);
                if (wrong.isPresent()) {
                    return Optional.of(
                            "what it makes " + wrong.get() + " (of a sample " + SampleMessages.name(sample) + ')');
                }
            }
            return Optional.empty();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return Optional.of(TemplateMistake.words(e));
        }
    }

    private Optional<String> own(OwnTemplate template, MessageView view, ToIntFunction<String> size, int limit) {
        try {
            if (own.size() >= KEPT) {
                own.clear();
            }
            Optional<String> text = text(own.computeIfAbsent(template.text(), engine::parse), view, size, limit);
            if (text.isEmpty()) {
                warn(template, "what it makes is too long however much is left out");
            }
            return text;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // whatever a template does wrong: the verdict is sent, by the kind's own template
            warn(template, TemplateMistake.words(e));
            return Optional.empty();
        }
    }

    private Template builtIn(Language language) {
        return builtIn.computeIfAbsent(language, wanted -> engine.builtIn(kind, wanted));
    }

    private static Optional<String> text(Template template, MessageView view, ToIntFunction<String> size, int limit) {
        return new MessageTruncator(shown -> render(template, shown), text -> size.applyAsInt(text) <= limit)
                .text(view);
    }

    /** Without the white space around: what stands there is the templates' layout. */
    private static String render(Template template, MessageView view) {
        return template.render(view).strip();
    }

    /** Without the message's content; once a template. */
    private void warn(OwnTemplate template, String why) {
        if (warned.add(template.key())) {
            LogLine.of("template")
                    .with("kind", kind)
                    .with("key", template.key())
                    .with("reason", why)
                    .with("remedy", "mend the template-file; until then messages are written by the built-in template")
                    .warn(LOG);
        }
    }
}
