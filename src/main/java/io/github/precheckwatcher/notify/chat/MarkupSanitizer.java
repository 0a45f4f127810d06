package io.github.precheckwatcher.notify.chat;

import io.github.precheckwatcher.notify.text.TemplateEngine;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Takes from a text that comes from outside what a chat client could take for a mention, a link, a tag or an entity. It
 * goes by look-alikes of full width and not by escapes, for no platform documents how its clients read escapes; signs
 * that mean nothing where they stand ({@code a < b}, {@code [name]}) are left, so that commands can be copied. What stands
 * behind the text counts as unknown.
 */
public final class MarkupSanitizer {
    private static final UnaryOperator<String> LINK = TemplateEngine.plainLink(UnaryOperator.identity());

    /** Line breaks, and what moves or hides the characters around it. */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]");

    private MarkupSanitizer() {}

    /** The text on one line, every character where it stands. */
    public static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(" ");
    }

    /** The text without such marks; emphasis is left to the kind. */
    public static String text(String text) {
        var out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            char next = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
            out.append(
                    switch (c) {
                        case '@' -> '＠';
                        case '<' -> next == '\0' || letter(next) || "/!?@".indexOf(next) >= 0 ? '＜' : c;
                        case '>' -> at == 0 ? '＞' : c;
                        case ']' -> next == '\0' || "([:".indexOf(next) >= 0 ? '］' : c;
                        case '&' -> next == '\0' || letter(next) || next == '#' ? '＆' : c;
                        case '\r', '\n' -> ' ';
                        default -> c;
                    });
        }
        return out.toString();
    }

    /** A page's address as it may stand between the brackets of a markdown link. */
    public static String link(String url) {
        return LINK.apply(url);
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
