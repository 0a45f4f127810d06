package io.github.precheckwatcher.notify.text;

import io.github.precheckwatcher.notify.Language;
import io.github.precheckwatcher.notify.text.MessageView.Words;
import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.Engine;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.Expression;
import io.quarkus.qute.FragmentSectionHelper;
import io.quarkus.qute.IfSectionHelper;
import io.quarkus.qute.IncludeSectionHelper;
import io.quarkus.qute.InsertSectionHelper;
import io.quarkus.qute.LoopSectionHelper;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.Results;
import io.quarkus.qute.SetSectionHelper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateLocator;
import io.quarkus.qute.TemplateNode.Origin;
import io.quarkus.qute.ValueResolver;
import io.quarkus.qute.Variant;
import io.quarkus.qute.WhenSectionHelper;
import io.quarkus.qute.WithSectionHelper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Qute for one kind of notifier: templates are given a {@link MessageView}, and every value that they write is escaped;
 * there is no way around it. A name that does not exist is an error, never an empty text. Thread safe.
 *
 * <p>Templates may include what stands in {@code notify/parts}.
 */
public final class TemplateEngine {
    private static final String PARTS = "parts/";

    /** What an address may hold and a mark-up may read; RFC 3986 lets the code of each stand for it. */
    private static final String ACTIVE = "()[]<>{}\"'`*_~|\\^!";

    /** Its brackets are no address in codes, and hold nothing but digits: RFC 3986, 3.2.2. */
    private static final Pattern IPV6_HOST = Pattern.compile("https?://\\[[0-9A-Fa-f:.]+]");

    private final Engine engine;

    TemplateEngine(UnaryOperator<String> escape, UnaryOperator<String> link) {
        this.engine = Engine.builder()
                .addDefaultValueResolvers()
                // all of Qute's but eval, which would read a text from outside as a template
                .addSectionHelpers(
                        new IfSectionHelper.Factory(),
                        new LoopSectionHelper.Factory(),
                        new WithSectionHelper.Factory(),
                        new SetSectionHelper.Factory(),
                        new WhenSectionHelper.Factory(),
                        new IncludeSectionHelper.Factory(),
                        new InsertSectionHelper.Factory(),
                        new FragmentSectionHelper.Factory())
                .addValueResolver(new ViewResolver())
                .addResultMapper(new Escaping(escape, link))
                .addLocator(new Parts())
                .strictRendering(true)
                .build();
    }

    /** @throws io.quarkus.qute.TemplateException when it cannot be read */
    Template parse(String template) {
        return engine.parse(template);
    }

    /** The built-in template of a kind: the language's own, or one for all languages. */
    Template builtIn(String kind, Language language) {
        return resource(kind + '.' + language.tag())
                .or(() -> resource(kind))
                .map(this::parse)
                .orElseThrow(() -> new IllegalArgumentException("no template notify/" + kind + ".txt"));
    }

    private static Optional<String> resource(String name) {
        try (InputStream in = TemplateEngine.class.getResourceAsStream("/notify/" + name + ".txt")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r", ""));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read template " + name, e);
        }
    }

    /**
     * The address in visible ASCII without a character that any mark-up reads, but for an ampersand, escaped as a text, and
     * the brackets of an IPv6 address.
     */
    public static UnaryOperator<String> plainLink(UnaryOperator<String> escape) {
        return url -> {
            Matcher literal = IPV6_HOST.matcher(url);
            int host = literal.lookingAt() ? literal.end() : 0;
            var text = new StringBuilder(url.substring(0, host));
            for (byte b : url.substring(host).getBytes(StandardCharsets.UTF_8)) {
                char c = (char) (b & 0xff);
                if (c == '&') {
                    text.append(escape.apply("&"));
                } else if (c <= ' ' || c >= 0x7f || ACTIVE.indexOf(c) >= 0) {
                    text.append(String.format("%%%02X", (int) c));
                } else {
                    text.append(c);
                }
            }
            return text.toString();
        };
    }

    /** A page's address: not a text, so that it stays an address when it is escaped. */
    private record Page(String url) {}

    /** Reads the parts of a view, by name: the components of its records, and their methods without parameters. */
    private static final class ViewResolver implements ValueResolver {
        private final Map<Class<?>, Map<String, Method>> known = new ConcurrentHashMap<>();

        @Override
        public boolean appliesTo(EvalContext context) {
            return context.getParams().isEmpty()
                    && (context.getBase() instanceof Record || context.getBase() instanceof Words);
        }

        @Override
        public CompletionStage<Object> resolve(EvalContext context) {
            Object base = context.getBase();
            if (base instanceof Words words) {
                return word(words, context);
            }
            Method method = known.computeIfAbsent(base.getClass(), ViewResolver::methods)
                    .get(context.getName());
            if (method == null) {
                return Results.notFound(context);
            }
            try {
                return CompletedStage.of(plain(context.getName(), method.invoke(base)));
            } catch (ReflectiveOperationException e) {
                return CompletedStage.failure(e);
            }
        }

        private static CompletionStage<Object> word(Words words, EvalContext context) {
            try {
                return CompletedStage.of(words.get(context.getName()));
            } catch (IllegalArgumentException e) {
                return Results.notFound(context);
            }
        }

        private static Map<String, Method> methods(Class<?> type) {
            var methods = new ConcurrentHashMap<String, Method>();
            for (Method method : type.getDeclaredMethods()) {
                boolean plain = Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && method.getParameterCount() == 0;
                if (plain) {
                    methods.put(method.getName(), method);
                }
            }
            return methods;
        }

        private static Object plain(String name, Object value) {
            Object held = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            if (held instanceof String url && (name.equals("link") || name.equals("runbook"))) {
                return new Page(url);
            }
            return held instanceof Enum<?> constant ? constant.name() : held;
        }
    }

    /** Escapes whatever is written; numbers and truth values cannot hold anything. */
    private record Escaping(UnaryOperator<String> escape, UnaryOperator<String> link) implements ResultMapper {
        @Override
        public boolean appliesTo(Origin origin, Object result) {
            return true;
        }

        @Override
        public String map(Object result, Expression expression) {
            if (result instanceof Number || result instanceof Boolean) {
                return result.toString();
            }
            return result instanceof Page page ? link.apply(page.url()) : escape.apply(result.toString());
        }
    }

    /** Finds included templates: our own parts and nothing else. */
    private static final class Parts implements TemplateLocator {
        @Override
        public Optional<TemplateLocation> locate(String id) {
            boolean ours = id.startsWith(PARTS) && id.substring(PARTS.length()).matches("[a-z-]+");
            return ours ? resource(id).map(Part::new) : Optional.empty();
        }
    }

    private record Part(String text) implements TemplateLocator.TemplateLocation {
        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public Optional<Variant> getVariant() {
            return Optional.empty();
        }

        @Override
        public Optional<URI> getSource() {
            return Optional.empty();
        }
    }
}
