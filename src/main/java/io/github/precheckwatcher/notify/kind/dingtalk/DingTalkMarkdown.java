package io.github.precheckwatcher.notify.kind.dingtalk;

import io.github.precheckwatcher.notify.chat.MarkupSanitizer;

/** Makes texts from outside stand in the robot's markdown as they are. */
final class DingTalkMarkdown {
    /** A backslash before these, as prometheus-webhook-dingtalk escapes labels; the platform documents no escape. */
    private static final String MARKS = "\\*_`#~";

    private DingTalkMarkdown() {}

    static String escaped(String text) {
        String sanitized = MarkupSanitizer.text(text);
        var out = new StringBuilder(sanitized.length() + 8);
        for (int at = 0; at < sanitized.length(); at++) {
            char c = sanitized.charAt(at);
            if (MARKS.indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }
}
