package io.github.precheckwatcher.store.transfer;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.h2.store.fs.FilePathWrapper;

/** The "file" that H2 writes a script to while it is read at the other end: H2 knows no stream as the target. */
final class ScriptPath extends FilePathWrapper {
    static final String SCHEME = "backup";

    private final OutputStream target;

    /** @param target stays open */
    ScriptPath(OutputStream target) {
        this.target = target;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FilePathWrapper getPath(String path) {
        return this;
    }

    @Override
    public boolean isRegularFile() {
        return false; // there is none to be deleted first
    }

    @Override
    public OutputStream newOutputStream(boolean append) {
        return new FilterOutputStream(target) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
