package io.github.precheckwatcher.notify.text;

import io.github.precheckwatcher.notify.Language;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What messages say in our own words, in one language: {@code notify/words.<language>.properties}. */
final class Translations implements MessageView.Words {
    private static final Map<Language, Translations> ALL = Arrays.stream(Language.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Translations::new));
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    private final Map<String, String> words;

    private Translations(Language language) {
        String name = "/notify/words." + language.tag() + ".properties";
        var read = new Properties();
        try (var in = new InputStreamReader(Translations.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            read.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
        this.words = read.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), read::getProperty));
    }

    static Translations of(Language language) {
        return ALL.get(language);
    }

    /** @throws IllegalArgumentException when there is no such key */
    @Override
    public String get(String key) {
        String text = words.get(key);
        if (text == null) {
            throw new IllegalArgumentException("there is no fixed word " + key);
        }
        return text;
    }

    /** The words with {@code {0}} to {@code {9}} replaced. */
    String with(String key, Object... values) {
        return PLACE.matcher(get(key))
                .replaceAll(place -> Matcher.quoteReplacement(values[Integer.parseInt(place.group(1))].toString()));
    }

    /** As {@link #with}; empty when there is no such key: the event's own words will do. */
    Optional<String> find(String key, Object... values) {
        return has(key) ? Optional.of(with(key, values)) : Optional.empty();
    }

    /** Texts as a list in a sentence; at most so many of them, and how many more there are. */
    String list(List<String> texts, int most) {
        return list(texts, most, 0);
    }

    /** The same of a list that lacks so many further ones. */
    String list(List<String> texts, int most, int lacking) {
        if (texts.size() > most || lacking > 0) {
            List<String> some = texts.subList(0, Math.min(most, texts.size()));
            return String.join(get("comma"), some) + get("and") + with("more", texts.size() - some.size() + lacking);
        }
        int last = texts.size() - 1;
        return last < 1
                ? String.join("", texts)
                : String.join(get("comma"), texts.subList(0, last)) + get("and") + texts.get(last);
    }

    boolean has(String key) {
        return words.containsKey(key);
    }

    Set<String> keys() {
        return words.keySet();
    }
}
