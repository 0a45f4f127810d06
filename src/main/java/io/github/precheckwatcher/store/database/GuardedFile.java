package io.github.precheckwatcher.store.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * H2's file behind a {@link GuardedChannel}, by paths that begin with {@code guarded:}. Public, with a public constructor,
 * because H2 makes its paths by reflection.
 */
public final class GuardedFile extends FilePathWrapper {
    static final String SCHEME = "guarded";

    /** Makes the scheme known to H2; may be repeated. */
    static void register() {
        FilePath.register(new GuardedFile());
    }

    /** H2's path of a file as others know it. */
    static String bare(String path) {
        String prefix = SCHEME + ":";
        return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new GuardedChannel(getBase().open(mode));
    }
}
