package io.github.precheckwatcher.store.database;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;

/**
 * Lets H2 write only what follows from what it wrote before. H2 2.4.240 gives pages their places in the file before they are
 * written. When it fails between the two, of memory or of disk space, it closes the store only after it has given up its
 * lock; another thread that commits meanwhile writes a chunk that refers to pages which were never written, and the file
 * cannot be opened again. Such a chunk skips a version: each is written under the version after the one before it. It is
 * refused, and everything after it, so that the file stays as it was after the last good commit.
 *
 * <p>Allocates nothing, so that it works when memory is short.
 */
final class GuardedChannel extends FileBase {
    /** How a chunk begins; a header has at most about 140 bytes. */
    private static final String CHUNK = "chunk:";

    private static final String VERSION = ",version:";
    private static final int LONGEST_HEADER = 512;
    private static final long NONE = -1;

    private final FileChannel file;
    private long lastVersion = NONE;
    private boolean broken;

    GuardedChannel(FileChannel file) {
        this.file = requireNonNull(file, "file");
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
        long version = versionOf(source);
        boolean follows = version == NONE || lastVersion == NONE || version <= lastVersion + 1;
        if (broken || !follows) {
            throw refused();
        }
        broken = true; // until it is written, whatever is thrown
        int written = file.write(source, position);
        broken = false;
        lastVersion = Math.max(lastVersion, version);
        return written;
    }

    @Override
    public synchronized int write(ByteBuffer source) throws IOException {
        int written = write(source, file.position());
        file.position(file.position() + written);
        return written;
    }

    @Override
    public synchronized FileChannel truncate(long size) throws IOException {
        if (broken) {
            throw refused();
        }
        file.truncate(size);
        return this;
    }

    private IOException refused() {
        broken = true;
        return new IOException("an earlier write failed; what follows would make the file unreadable");
    }

    /** The version of the chunk that begins here; {@link #NONE} when no chunk does. */
    private static long versionOf(ByteBuffer source) {
        int from = source.position();
        if (!isAt(CHUNK, source, from)) {
            return NONE;
        }
        int end = Math.min(source.limit(), from + LONGEST_HEADER);
        for (int at = from; at < end && source.get(at) != '\n'; at++) {
            if (isAt(VERSION, source, at)) {
                return hex(source, at + VERSION.length(), end);
            }
        }
        return NONE;
    }

    private static long hex(ByteBuffer source, int from, int end) {
        long value = 0;
        for (int at = from; at < end; at++) {
            int digit = Character.digit(source.get(at), 16);
            if (digit < 0) {
                break;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static boolean isAt(String text, ByteBuffer source, int at) {
        if (source.limit() - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (source.get(at + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return file.read(target);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return file.read(target, position);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void force(boolean metaData) throws IOException {
        file.force(metaData);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
