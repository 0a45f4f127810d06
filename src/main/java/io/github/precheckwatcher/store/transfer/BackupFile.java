package io.github.precheckwatcher.store.transfer;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A backup that is read line by line, from its header to the line that says that it is whole. What is cut or damaged is
 * noticed at the end at the latest, so that what was made of it may not be used before. Bounded memory.
 */
public final class BackupFile implements AutoCloseable {
    /** A row has the store's largest texts, each character as six at most. */
    private static final int LONGEST_LINE = 64 * 1024 * 1024;

    private final Path file;
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private final BackupHeader header;
    private int at;
    private int limit;
    private String first;

    private BackupFile(Path file, InputStream in) throws TransferRefused, IOException {
        this.file = file;
        this.in = in;
        if (!BackupHeader.FIRST.equals(read())) {
            throw foreign();
        }
        List<String> lines = new ArrayList<>();
        String line = read();
        while (line != null && line.startsWith("-- ") && lines.size() < 100) {
            lines.add(line);
            line = read();
        }
        this.first = line;
        this.header = BackupHeader.read(lines).orElseThrow(this::foreign);
    }

    /**
     * Opens one.
     *
     * @throws TransferRefused when it is no backup of ours
     */
    public static BackupFile open(Path file) throws TransferRefused, IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return new BackupFile(file, new GZIPInputStream(in, 64 * 1024));
        } catch (ZipException | EOFException e) {
            in.close();
            throw new TransferRefused(file + " is no backup of precheck-watcher, or only the beginning of one");
        } catch (IOException | TransferRefused | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    public BackupHeader header() {
        return header;
    }

    /**
     * Reads to the end.
     *
     * @return how many bytes it has, uncompressed
     * @throws TransferRefused when it is cut or damaged
     */
    public long verify() throws TransferRefused, IOException {
        long bytes = 0;
        for (String line = next(); line != null; line = next()) {
            bytes += line.length() + 1;
        }
        return bytes;
    }

    /**
     * The next line of the script.
     *
     * @return null behind the last one, once the backup is known to be whole
     * @throws TransferRefused when it is cut or damaged
     */
    String next() throws TransferRefused, IOException {
        String line = first == null ? lineOf() : first;
        first = null;
        if (line == null) {
            throw cut();
        }
        if (!line.equals(BackupHeader.LAST)) {
            return line;
        }
        if (lineOf() != null) { // at the end of its input gzip compares its checksum
            throw cut();
        }
        return null;
    }

    private String lineOf() throws TransferRefused, IOException {
        try {
            return read();
        } catch (ZipException | EOFException e) {
            throw cut();
        }
    }

    /** A line without its end; null at the end of the file. */
    private String read() throws TransferRefused, IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        boolean ends = false;
        while (!ends) {
            if (at == limit) {
                at = 0;
                limit = in.read(buffer);
            }
            if (limit < 0) {
                if (line.size() > 0) {
                    throw cut();
                }
                return null;
            }
            int from = at;
            while (at < limit && buffer[at] != '\n') {
                at++;
            }
            if (line.size() + at - from > LONGEST_LINE) {
                throw foreign();
            }
            line.write(buffer, from, at - from);
            ends = at < limit;
            at += ends ? 1 : 0;
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private TransferRefused foreign() {
        return new TransferRefused(file + " is no backup of precheck-watcher that this version can read");
    }

    private TransferRefused cut() {
        return new TransferRefused(file + " is cut or damaged: use another backup");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
