package io.github.precheckwatcher.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** This program's version, as the build wrote it. */
public final class ProgramVersion {
    private static final String RESOURCE = "/precheck-watcher.properties";

    private ProgramVersion() {}

    /** For example {@code 0.1.0}. */
    public static String text() {
        Properties built = new Properties();
        try (InputStream in = ProgramVersion.class.getResourceAsStream(RESOURCE)) {
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return built.getProperty("version");
    }
}
