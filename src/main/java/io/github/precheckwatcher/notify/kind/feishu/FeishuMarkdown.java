package io.github.precheckwatcher.notify.kind.feishu;

import io.github.precheckwatcher.notify.chat.MarkupSanitizer;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The markdown of Feishu's cards, as far as it is needed. */
final class FeishuMarkdown {
    /**
     * What the markdown of cards gives a meaning to: emphasis, code, links, tags, variables, the beginning of a list or
     * heading, the colon of an emoji ({@code :OK:}) or an address, and what would be read as an escaped character. The
     * platform reads HTML's numbers for them (special characters, page "Rich text" of cards, open.feishu.cn); a backslash
     * does not escape there.
     */
    private static final Pattern SPECIAL = Pattern.compile("[<>*_~`\\[\\]$\\\\]|^[#+-]|:(?=\\S)|&(?=[#A-Za-z])");

    /** More are called by nobody's wish: a digest of many groups. Keeps room for the text. */
    private static final int MOST_CALLED = 100;

    private FeishuMarkdown() {}

    /** The text on one line, showing as it stands: no mark-up, link, emoji or mention. */
    static String escape(String text) {
        String line = MarkupSanitizer.printable(text);
        return SPECIAL.matcher(line).replaceAll(FeishuMarkdown::number);
    }

    /** The tags that call the first hundred of these; {@code all} is everybody. */
    static String mentions(Set<String> ids) {
        return ids.stream()
                .limit(MOST_CALLED)
                .map(id -> "<at id=" + id + "></at>")
                .collect(Collectors.joining(" "));
    }

    private static String number(MatchResult special) {
        return Matcher.quoteReplacement("&#" + (int) special.group().charAt(0) + ';');
    }
}
