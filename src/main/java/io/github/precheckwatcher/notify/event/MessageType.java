package io.github.precheckwatcher.notify.event;

/** What a message is about; each is a CloudEvents type of its own. */
public enum MessageType {
    VERDICT("verdict"),
    DIGEST("digest"),
    OPERATOR("operator"),
    SUMMARY("summary"),
    TEST("test");

    private static final String PREFIX = "io.github.precheckwatcher.";

    private final String word;

    MessageType(String word) {
        this.word = word;
    }

    /** The CloudEvents {@code type}. */
    public String eventType() {
        return PREFIX + word + ".v1";
    }
}
