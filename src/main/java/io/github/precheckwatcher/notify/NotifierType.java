package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.notify.event.Message;
import io.github.precheckwatcher.notify.event.MessageStatus;
import io.github.precheckwatcher.notify.event.MessageType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the rest of the program must know of a kind of notifier. One class a kind, in a package of its own;
 * {@code NotifierKind} lists them. Without state.
 */
public interface NotifierType {
    /** What a file's {@code type} says for this kind, in lower case; different for each. */
    String name();

    /** The keys of {@code watcher.notifiers.<name>} that say something to this kind, beside {@link #COMMON}. */
    Set<String> keys();

    /** The keys that every kind takes. */
    Set<String> COMMON = Set.of("type", "when", "events", "fallback", "retry", "timeout", "language", "zone");

    /** Which form of address its receivers have; the keys of that form need not stand in {@link #keys()}. */
    default Address address() {
        return Address.URL;
    }

    /** Which form of signing secret it takes; the keys of that form need not stand in {@link #keys()}. */
    default SigningSecretForm secretForm() {
        return SigningSecretForm.NONE;
    }

    /**
     * The whole address for a bare key; only asked of kinds with {@link Address#KEY_OR_URL}.
     *
     * @param baseUrl the file's {@code base-url}, absolute, with a host, without query; empty: the platform's own
     * @param key the robot's token, not blank; as the file has it, so encode it
     * @throws IllegalArgumentException when the key can be none of the platform's; the message does not show it
     */
    default URI addressOf(Optional<URI> baseUrl, String key) {
        throw new IllegalStateException("this kind has no keys");
    }

    /**
     * Whether this kind sends such messages; where it does not, no delivery is made.
     *
     * @param status the message's
     */
    default boolean sends(MessageType type, MessageStatus status) {
        return true;
    }

    /** Whether it shows states, which it sends again by itself while they last: sending a message again says nothing new. */
    default boolean showsStates() {
        return false;
    }

    /** How fast its receivers may be called unless the file says otherwise. */
    default RateLimits rateLimits() {
        return RateLimits.UNLIMITED;
    }

    /** How many of the platform's messages a body of this kind is sent as, > 0: so many count for the limits. */
    default int messages(String body) {
        return 1;
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
    Notifier open(NotifierSettings settings, NotifierContext context);

    /** How a file says where a receiver is. */
    enum Address {
        /** Not at all: the notifier sends by other ways. */
        NONE,
        /** {@code url}, required. */
        URL,
        /** {@code key}, with {@code base-url} if wanted, or {@code url}; one of the two. */
        KEY_OR_URL,
        /** {@code urls}, one or more: all of them are notified. */
        URLS
    }

    /** Which signing secrets a kind takes. */
    enum SigningSecretForm {
        NONE,
        /** {@code secret} or {@code secrets}, written {@code whsec_<base64>}: {@link NotifierSettings#secrets()}. */
        STANDARD_WEBHOOKS,
        /** {@code secret}, the platform's own text: {@link NotifierSettings#robotSecret()}. */
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
