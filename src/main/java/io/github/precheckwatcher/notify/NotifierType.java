package io.github.precheckwatcher.notify;

import java.util.List;
import java.util.Set;

/**
 * What the rest of the program must know of a kind of notifier. One class a kind, in a package of its own;
 * {@link NotifierKind} lists them. Without state.
 */
public interface NotifierType {
    /** The keys of {@code watcher.notifiers.<name>} that say something to this kind, beside {@link #COMMON}. */
    Set<String> keys();

    /** The keys that every kind takes. */
    Set<String> COMMON = Set.of("type", "when", "events", "fallback", "retry", "timeout", "language", "zone");

    /** How the file says where its messages go. */
    default Address address() {
        return Address.URL;
    }

    /** What a secret of this kind looks like. */
    default SecretForm secretForm() {
        return SecretForm.NONE;
    }

    /**
     * Whether this kind tells such messages; where it does not, no delivery is made.
     *
     * @param outcome the message's routing word
     */
    default boolean tells(MessageType type, String outcome) {
        return true;
    }

    /** How fast its receivers may be told unless the file says otherwise. */
    default Pace pace() {
        return Pace.UNLIMITED;
    }

    /** What is wrong with these settings beyond what single values show. Called for settings whose single values are right. */
    default List<Mistake> mistakes(NotifierSettings settings) {
        return List.of();
    }

    /**
     * Writes a message in this kind's form: the body, which never changes from here on. Pure; does not fail for what
     * stands in the message, and falls back to the kind's own template when the operator's fails.
     */
    String render(Message message, NotifierSettings settings);

    /**
     * Opens a notifier.
     *
     * @throws IllegalArgumentException when the settings cannot work; the message shows no secret
     */
    Notifier open(NotifierSettings settings, Wiring wiring);

    /** How the file says where messages go. */
    enum Address {
        NONE,
        URL,
        KEY_OR_URL,
        URLS
    }

    /** What a secret looks like. */
    enum SecretForm {
        NONE,
        STANDARD_WEBHOOKS,
        PLAIN
    }

    /**
     * What is wrong, without any secret.
     *
     * @param key below the notifier, as {@code mention}
     * @param words what is wrong and what to do
     */
    record Mistake(String key, String words) {}
}
