package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

/**
 * An operator's own template.
 *
 * @param text the template
 * @param key the configuration's key that names its file, as {@code watcher.notifiers.ops.template-file}
 */
public record OwnTemplate(String text, String key) {
    public OwnTemplate {
        requireNonNull(text, "text");
        requireNonNull(key, "key");
    }
}
