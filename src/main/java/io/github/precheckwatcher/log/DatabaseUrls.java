package io.github.precheckwatcher.log;

import java.util.regex.Pattern;

/** The addresses of databases in other people's messages: a driver quotes what it cannot read, a password with it. */
public final class DatabaseUrls {
    /** Where a malformed address ends nobody can say, so all that follows goes with it. */
    private static final Pattern URL = Pattern.compile("(?is)\\S*(?:postgresql:|postgres://|jdbc:.*(?:@|password=)).*");

    private DatabaseUrls() {}

    /** The text with {@code ***} from its first address of a PostgreSQL, or of another database with credentials, on. */
    public static String hidden(String text) {
        return URL.matcher(text).replaceFirst("***");
    }
}
