package io.github.precheckwatcher.notify;

/** The languages that messages are written in. */
public enum Language {
    EN("en"),
    ZH_CN("zh-CN");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** As in configuration files: an IETF language tag. */
    public String tag() {
        return tag;
    }
}
