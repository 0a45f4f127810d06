package io.github.precheckwatcher.notify;

import java.util.function.UnaryOperator;

/**
 * Takes from a text that comes from outside what a chat client could take for a mention, a link, a tag or an entity. It
 * goes by look-alikes of full width and not by escapes, for no platform documents how its clients read escapes; signs
 * that mean nothing where they stand ({@code a < b}, {@code [name]}) are left, so that commands can be copied. What stands
 * behind the text counts as unknown. Pure.
 */
public final class Harmless {
    private static final UnaryOperator<String> LINK = TextEngine.plainLink(UnaryOperator.identity());

    private Harmless() {}

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
