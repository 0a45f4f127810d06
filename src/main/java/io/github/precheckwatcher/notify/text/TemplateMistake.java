package io.github.precheckwatcher.notify.text;

import io.github.precheckwatcher.precheck.VendorText;
import io.quarkus.qute.TemplateException;
import java.util.regex.Pattern;

/** Says what Qute says of a template, in a line for the operator. */
final class TemplateMistake {
    private static final Pattern BASE_OBJECT = Pattern.compile(" on (?:the base object )?\".*?\"(?= in expression)");
    private static final Pattern PLACE = Pattern.compile("\\s+in template \\S+( line \\d+)?");
    private static final Pattern PREFIX = Pattern.compile("^(?:Parser|Rendering) error:? *");
    private static final int LONGEST = 300;

    private TemplateMistake() {}

    /** As {@code line 3: Property "outcom" not found in expression {outcom}}; nothing of any message stands in it. */
    static String words(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateException e) {
                return words(e);
            }
        }
        return fault instanceof StackOverflowError
                ? "it includes itself"
                : "it fails: " + fault.getClass().getSimpleName();
    }

    private static String words(TemplateException fault) {
        String said = PREFIX.matcher(String.valueOf(fault.getMessage())).replaceFirst("");
        said = PLACE.matcher(BASE_OBJECT.matcher(said).replaceAll("")).replaceAll("");
        String line = fault.getOrigin() == null || fault.getOrigin().getLine() < 1
                ? ""
                : "line " + fault.getOrigin().getLine() + ": ";
        return line + VendorText.oneLine(said, LONGEST);
    }
}
