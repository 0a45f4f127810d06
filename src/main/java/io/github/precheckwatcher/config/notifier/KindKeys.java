package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.notifier.NotifiersConfig.NotifierConfig;
import io.github.precheckwatcher.config.schema.Schema;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which keys of a notifier fit which kind, as the kinds themselves say. */
public final class KindKeys {
    /** All keys of a notifier. */
    public static final Set<String> ALL =
            Set.copyOf(Schema.of(NotifierConfig.class).keys().keySet());

    private KindKeys() {}

    /** Reports keys that say nothing to a kind. */
    static void check(Section section, NotifierKind kind) {
        new TreeSet<>(ALL)
                .stream()
                        .filter(section::has)
                        .filter(key -> !fits(kind, key))
                        .forEach(key -> section.error(
                                key, "does not fit type " + kind.type().name() + "; " + owners(key)));
    }

    /** Whether a key says something to a kind; the forms of a key that name files go with it. */
    public static boolean fits(NotifierKind kind, String key) {
        return keys(kind.type()).contains(lead(key));
    }

    private static String owners(String key) {
        List<String> owners = Arrays.stream(NotifierKind.values())
                .filter(kind -> fits(kind, key))
                .map(kind -> kind.type().name())
                .toList();
        return owners.isEmpty() ? "no kind takes it" : "it belongs to " + String.join(", ", owners);
    }

    private static Set<String> keys(NotifierType type) {
        Set<String> keys = new TreeSet<>(NotifierType.COMMON);
        type.keys().forEach(key -> keys.add(lead(key)));
        keys.addAll(
                switch (type.address()) {
                    case NONE -> Set.of();
                    case URL -> Set.of("url");
                    case KEY_OR_URL -> Set.of("key", "base-url", "url");
                    case URLS -> Set.of("urls");
                });
        keys.addAll(
                switch (type.secretForm()) {
                    case NONE -> Set.of();
                    case STANDARD_WEBHOOKS -> Set.of("secret", "secrets");
                    case PLAIN -> Set.of("secret");
                });
        return keys;
    }

    /** The key that this one goes with: {@code secret} for {@code secret-file}, {@code proxy} for {@code proxy-user}. */
    private static String lead(String key) {
        for (String tail : List.of("-file", "-files", "-match", "-user", "-password")) {
            String head = key.endsWith(tail) ? key.substring(0, key.length() - tail.length()) : "";
            String lead = tail.equals("-files") ? head + "s" : head;
            if (!head.isEmpty() && ALL.contains(lead)) {
                return lead(lead);
            }
        }
        return key;
    }
}
