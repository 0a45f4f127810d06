package io.github.precheckwatcher.config.schema;

import static java.util.Objects.requireNonNull;

/**
 * One value of a configuration file, placeholders filled in.
 *
 * @param location where it stands, or the variable that overrides it
 * @param text the value; not empty
 * @param hidden whether the value may never be shown: a secret's, or one that came from the environment
 */
public record ConfigValue(SourceLocation location, String text, boolean hidden) {
    public ConfigValue {
        requireNonNull(location, "location");
        requireNonNull(text, "text");
    }

    /** The value in quotes, or words that stand for it. */
    public String shown() {
        return Redaction.value(text, hidden);
    }

    /** Names the place, never the value. */
    @Override
    public String toString() {
        return "Setting[" + location + "]";
    }
}
