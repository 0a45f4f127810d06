package io.github.precheckwatcher.notify.kind.slack;

import io.github.precheckwatcher.notify.Mentions;
import io.github.precheckwatcher.notify.chat.MarkupSanitizer;
import io.github.precheckwatcher.precheck.VendorText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Slack's mrkdwn, as far as it is needed. Lengths are in Java chars, which count no less than Slack does. */
final class SlackText {
    private static final Pattern PERSON = Pattern.compile("[UW][A-Z0-9]{1,30}");
    private static final Pattern GROUP = Pattern.compile("S[A-Z0-9]{1,30}");

    /** What must not be cut apart: a tag, an escaped character, a line break, any other character. */
    private static final Pattern ATOM = Pattern.compile("<[^<>\n]*>|&(?:amp|lt|gt);|.", Pattern.DOTALL);

    /** More are called by nobody's wish: a digest of many groups. Keeps room for the text. */
    private static final int MOST_CALLED = 100;

    private SlackText() {}

    /**
     * The text on one line with the three characters that Slack gives a meaning to escaped ("Escaping text", Formatting
     * message text, docs.slack.dev): no tag, so no mention and no link.
     */
    static String escape(String text) {
        return escapeOnly(MarkupSanitizer.printable(text));
    }

    /** The beginning of a text on one line, escaped, not longer than the limit as escaped; cut ends in an ellipsis. */
    static String escape(String text, int limit) {
        int codePoints = limit;
        String escaped = escapeOnly(VendorText.oneLine(text, codePoints));
        while (escaped.length() > limit) {
            codePoints--;
            escaped = escapeOnly(VendorText.oneLine(text, codePoints));
        }
        return escaped;
    }

    static boolean isMentionable(String id) {
        return PERSON.matcher(id).matches() || GROUP.matcher(id).matches();
    }

    /** The tags that call the first hundred of these; {@link Mentions#ALL} is everybody in the channel. */
    static String mentions(Set<String> ids) {
        return ids.stream().limit(MOST_CALLED).map(SlackText::mention).collect(Collectors.joining(" "));
    }

    /**
     * Cuts a text into parts, each as long as allowed, if possible where a line ends; never inside a tag or an escaped
     * character. The line breaks between parts are left out, and so are parts without a visible character.
     */
    static List<String> split(String text, int limit) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            for (String piece : pieces(line, limit)) {
                if (part.length() + piece.length() > limit) {
                    add(parts, part);
                    part.setLength(0);
                }
                part.append(piece);
            }
            // one too many at the end of a part is cut off with the white space there
            part.append('\n');
        }
        add(parts, part);
        return parts;
    }

    /** A line, and one that is too long cut between atoms. */
    private static List<String> pieces(String line, int limit) {
        if (line.length() <= limit) {
            return List.of(line);
        }
        var pieces = new ArrayList<String>();
        var piece = new StringBuilder();
        Matcher atoms = ATOM.matcher(line);
        while (atoms.find()) {
            for (String atom : chunks(atoms.group(), limit)) {
                if (piece.length() + atom.length() > limit) {
                    pieces.add(piece.toString());
                    piece.setLength(0);
                }
                piece.append(atom);
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }

    /** A tag longer than a whole part cannot stay one. */
    private static List<String> chunks(String atom, int limit) {
        var chunks = new ArrayList<String>();
        for (int at = 0; at < atom.length(); at += limit) {
            chunks.add(atom.substring(at, Math.min(atom.length(), at + limit)));
        }
        return chunks;
    }

    private static void add(List<String> parts, StringBuilder part) {
        String text = part.toString().strip();
        if (!text.isEmpty()) {
            parts.add(text);
        }
    }

    private static String mention(String id) {
        if (id.equals(Mentions.ALL)) {
            return "<!channel>";
        }
        return GROUP.matcher(id).matches() ? "<!subteam^" + id + '>' : "<@" + id + '>';
    }

    private static String escapeOnly(String line) {
        return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
