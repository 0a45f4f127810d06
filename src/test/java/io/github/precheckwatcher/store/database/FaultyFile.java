package io.github.precheckwatcher.store.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.function.Supplier;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A file one of whose writes fails after half of its bytes. H2 makes its paths by reflection, so the fault is static. */
public final class FaultyFile extends FilePathWrapper {
    static final String SCHEME = "faulty";

    private static int writes;
    private static int failing;
    private static Supplier<Throwable> fault;
    private static FileChannel last;

    /** From now on the n-th write fails. */
    static synchronized void fail(int nth, Supplier<Throwable> with) {
        FilePath.register(new FaultyFile());
        writes = 0;
        failing = nth;
        fault = with;
    }

    static synchronized int writes() {
        return writes;
    }

    /** What the end of a process does for a file that was left open, and locked. */
    static synchronized void endProcess() throws IOException {
        last.close();
    }

    private static synchronized FileChannel opened(FileChannel file) {
        last = file;
        return file;
    }

    private static synchronized boolean failsNow() {
        return ++writes == failing;
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(opened(getBase().open(mode)));
    }

    private static final class Channel extends FileBase {
        private final FileChannel file;

        Channel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            if (failsNow()) {
                ByteBuffer half = source.duplicate();
                half.limit(half.position() + half.remaining() / 2);
                file.write(half, position);
                FaultyFile.<RuntimeException>sneak(fault.get());
            }
            return file.write(source, position);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int written = write(source, file.position());
            file.position(file.position() + written);
            return written;
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
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
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
}
