package io.github.precheckwatcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The wall clock of one process, set by a file while it runs: the library of Debian's package faketime. The monotonic
 * clock stays as it is, as when a host's clock is set.
 */
final class FakeTime {
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private final Path library;
    private final Path file;

    private FakeTime(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /**
     * A clock that is not set yet. Without the library the test is skipped, and fails where CI says that it is CI.
     *
     * @param folder where the file stands
     */
    static FakeTime in(Path folder) {
        Optional<Path> library = library();
        if (library.isEmpty()) {
            String missing = "libfaketimeMT.so.1 is not below " + LIBRARIES
                    + ": no process test of clocks without it; apt-get install faketime";
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail(missing);
            }
            Assumptions.abort(missing);
        }
        FakeTime clock = new FakeTime(library.orElseThrow(), folder.resolve("clock"));
        clock.set("+0");
        return clock;
    }

    private static Optional<Path> library() {
        try (Stream<Path> found = Files.find(
                LIBRARIES, 3, (path, attributes) -> path.endsWith(Path.of("faketime", "libfaketimeMT.so.1")))) {
            return found.findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Sets it, within a second: {@code +0}, {@code +2h}, {@code -2h}. */
    void set(String ahead) {
        try {
            Files.writeString(file, ahead + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a process needs to go by it. Without the last one this library delays a JVM's waits by up to half a minute. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toAbsolutePath().toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }
}
