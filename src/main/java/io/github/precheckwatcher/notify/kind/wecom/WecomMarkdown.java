package io.github.precheckwatcher.notify.kind.wecom;

import io.github.precheckwatcher.notify.chat.MarkupSanitizer;

/**
 * Makes texts from outside stand in the robot's markdown as they are. It knows no escapes (backslashes are shown), so
 * what would be emphasis or code goes by look-alikes. Underscores stay: they mean nothing in its documented syntax.
 */
final class WecomMarkdown {
    private WecomMarkdown() {}

    static String escaped(String text) {
        String sanitized = MarkupSanitizer.text(text).replace('*', '＊').replace('`', '\'');
        return sanitized.startsWith("#") ? '＃' + sanitized.substring(1) : sanitized;
    }
}
