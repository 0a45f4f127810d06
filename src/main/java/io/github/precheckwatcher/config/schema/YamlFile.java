package io.github.precheckwatcher.config.schema;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.OptionalInt;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;

/** A YAML file as its nodes, which know their lines. */
public sealed interface YamlFile {
    /** The largest file that is read, in bytes. */
    int LARGEST = 10 * 1024 * 1024;

    /** The most lines, colons, commas and brackets of a file: what its nodes take of memory is bounded before it is parsed. */
    int MOST_MARKS = 1_000_000;

    /** There is no such file. */
    record Absent() implements YamlFile {}

    /** It cannot be read; the problem is reported. */
    record Broken() implements YamlFile {}

    /**
     * It was read.
     *
     * @param text what it holds, without a byte order mark
     * @param root empty: it is empty
     */
    record Read(String text, Optional<Node> root) implements YamlFile {
        public Read {
            requireNonNull(text, "text");
            requireNonNull(root, "root");
        }

        /** Shows nothing: the text may hold a password. */
        @Override
        public String toString() {
            return "Read[hidden]";
        }
    }

    /**
     * Reads a file; reports what is wrong with it as one problem.
     *
     * @param shown what messages call it
     */
    static YamlFile read(Path path, String shown, Problems problems) {
        SourceLocation location = SourceLocation.whole(shown);
        byte[] bytes;
        try {
            if (!Files.exists(path)) {
                return new Absent();
            }
            if (!Files.isRegularFile(path)) {
                problems.error(location, Files.isDirectory(path) ? "is a folder, not a file" : "is no regular file");
                return new Broken();
            }
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(LARGEST + 1);
            }
        } catch (AccessDeniedException e) {
            problems.error(location, "cannot be read: permission denied");
            return new Broken();
        } catch (IOException | SecurityException e) {
            problems.error(location, "cannot be read");
            return new Broken();
        }
        warnOfOthers(path, location, problems);
        return read(bytes, location, problems);
    }

    /**
     * Reads what comes from a stream to its end, as {@link #read(Path, String, Problems)} reads a file.
     *
     * @param shown what messages call it
     */
    static YamlFile read(InputStream in, String shown, Problems problems) {
        SourceLocation location = SourceLocation.whole(shown);
        try {
            return read(in.readNBytes(LARGEST + 1), location, problems);
        } catch (IOException e) {
            problems.error(location, "cannot be read");
            return new Broken();
        }
    }

    private static YamlFile read(byte[] bytes, SourceLocation location, Problems problems) {
        if (bytes.length > LARGEST) {
            problems.error(location, "is larger than 10 MiB");
            return new Broken();
        }
        return text(bytes, location, problems)
                .<YamlFile>flatMap(text -> compose(text, location, problems))
                .orElseGet(Broken::new);
    }

    /** Who may write a configuration file may have the daemon send what it knows to an address of his own. */
    private static void warnOfOthers(Path path, SourceLocation location, Problems problems) {
        try {
            if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE)) {
                problems.warn(location, "every user of this machine may write it; take that right away (chmod o-w)");
            }
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return; // a file system that knows no such rights
        }
    }

    private static Optional<String> text(byte[] bytes, SourceLocation location, Problems problems) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        out.flip();
        String text = out.toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            problems.error(
                    SourceLocation.line(location.where(), line, ""), "is not UTF-8; save the file in that encoding");
            return Optional.empty();
        }
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /** Each mark of structure makes a node or two, and a node takes some hundred bytes of memory. */
    private static boolean isBounded(String text) {
        int marks = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\n', '\r', ',', ':', '[', '{', '?' -> marks++;
                default -> {
                    continue;
                }
            }
        }
        return marks <= MOST_MARKS;
    }

    private static Optional<Read> compose(String text, SourceLocation location, Problems problems) {
        if (!isBounded(text)) {
            problems.error(location, "has more than " + MOST_MARKS + " lines, keys and elements; use several files");
            return Optional.empty();
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        // ten thousand tasks may share one anchor; what an alias bomb unfolds to is bounded by YamlMap
        options.setMaxAliasesForCollections(100_000);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            return Optional.of(new Read(text, Optional.ofNullable(root)));
        } catch (RuntimeException e) {
            // besides its own exceptions SnakeYAML lets others pass, for an escaped code point out of range for example
            OptionalInt line = YamlSyntaxError.line(e, text);
            problems.error(new SourceLocation(location.where(), line, ""), YamlSyntaxError.of(e));
            return Optional.empty();
        }
    }
}
