package io.github.precheckwatcher.notify.feishu;

import io.github.precheckwatcher.precheck.VendorText;
import java.util.Set;
import java.util.stream.Collectors;

/** The markdown of Feishu's cards, as far as it is needed. Pure. */
final class FeishuMarkdown {
    /**
     * What the markdown of cards, its tags and its emoji give a meaning to. The platform reads HTML's numbers for them
     * ("special characters" on its page about the rich text component); a backslash does not escape there.
     */
    private static final String SPECIAL = "&<>*_~`[]()#:+-!$|\\\"'";

    private FeishuMarkdown() {}

    /** The text on one line, showing as it stands: no mark-up, link, emoji, mention or address to click on. */
    static String escape(String text) {
        // the limit is no limit: whole messages are cut by Texts
        String line = VendorText.oneLine(text, Integer.MAX_VALUE);
        var out = new StringBuilder(line.length() + 32);
        line.codePoints().forEach(c -> {
            if (SPECIAL.indexOf(c) >= 0) {
                out.append("&#").append(c).append(';');
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** The tags that call these people. */
    static String mentions(Set<String> ids) {
        return ids.stream().map(id -> "<at id=" + id + "></at>").collect(Collectors.joining(" "));
    }
}
