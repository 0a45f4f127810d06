package io.github.precheckwatcher.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** H2's store can be opened again, with all that was committed, wherever a commit fails. */
class GuardedFileTest {
    private static final int COMMITS = 30;

    @TempDir
    Path dir;

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("a disk without room", (Supplier<Throwable>) () -> new IOException("No space left")),
                Arguments.of("memory at its end", (Supplier<Throwable>) () -> new OutOfMemoryError("Java heap space")),
                Arguments.of("a stack at its end", (Supplier<Throwable>) StackOverflowError::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void a_commit_that_fails_while_another_waits_leaves_the_file_as_it_was(String what, Supplier<Throwable> fault)
            throws Exception {
        GuardedFile.register();
        Path file = dir.resolve("store.mv.db");
        FailingType type = new FailingType(fault);
        MVStore store = open(GuardedFile.SCHEME + ":" + file);
        MVMap<String, String> others = store.openMap("others");
        MVMap<String, String> third = store.openMap("third");
        MVMap<String, String> values = values(store, type); // written after the others, in the order of their ids
        for (int i = 0; i < 200; i++) {
            values.put("k" + i, "v".repeat(200) + i);
            others.put("o" + i, "w".repeat(200) + i);
            store.commit();
        }

        Thread second = new Thread(() -> {
            try {
                third.put("t", "x");
                store.commit();
            } catch (RuntimeException refused) {
                // as the daemon's connection: the store is closed
            }
        });
        type.fail(() -> {
            second.start();
            await().until(() -> second.getState() == Thread.State.WAITING);
        });
        // these pages have their places in the file when the next one fails
        for (int i = 0; i < 200; i++) {
            others.put("o" + i, "lost");
        }
        values.put("k0", "late");
        assertThatThrownBy(store::commit).isInstanceOf(RuntimeException.class);
        second.join();
        store.closeImmediately();

        try (MVStore again = open(file.toString())) {
            MVMap<String, String> read = values(again, new FailingType(fault));
            assertThat(read.size()).isEqualTo(200);
            read.forEach((key, value) -> assertThat(value).endsWith(key.substring(1)));
            MVMap<String, String> readOthers = again.openMap("others");
            assertThat(readOthers.size()).isEqualTo(200);
            readOthers.forEach((key, value) -> assertThat(value).startsWith("w").endsWith(key.substring(1)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void a_write_that_fails_leaves_what_was_committed_whichever_it_is(String what, Supplier<Throwable> fault) {
        GuardedFile.register();
        int writes = writesOf(fault, Integer.MAX_VALUE);
        assertThat(writes).isGreaterThan(COMMITS);
        for (int failing = 1; failing <= writes; failing++) {
            writesOf(fault, failing);
        }
    }

    /** Commits and, if one fails, goes on as if nothing had been; then opens the file anew. How many writes there were. */
    private int writesOf(Supplier<Throwable> fault, int failing) {
        Path file = dir.resolve("store-" + failing + ".mv.db");
        FaultyFile.fail(failing, fault);
        Map<String, String> committed = new TreeMap<>();
        Map<String, String> tried = new TreeMap<>();
        MVStore store = null;
        try {
            store = open(GuardedFile.SCHEME + ":" + FaultyFile.SCHEME + ":" + file);
            MVMap<String, String> values = store.openMap("values");
            for (int i = 0; i < COMMITS; i++) {
                String key = "k" + i % 7;
                String value = "v".repeat(1_000) + i;
                tried.put(key, value);
                values.put(key, value);
                store.commit();
                committed.putAll(tried);
            }
            store.close();
        } catch (RuntimeException | Error failed) {
            if (store != null) {
                store.closeImmediately();
            }
        }
        startAnew(file);
        try (MVStore again = open(file.toString())) {
            MVMap<String, String> values = again.openMap("values");
            for (Map.Entry<String, String> entry : committed.entrySet()) {
                assertThat(values.get(entry.getKey()))
                        .as("write %d", failing)
                        .isIn(List.of(entry.getValue(), tried.get(entry.getKey())));
            }
        }
        return FaultyFile.writes();
    }

    /** What happens before the store is opened again. */
    private static void startAnew(Path file) {
        try {
            FaultyFile.endProcess();
            MigrationBackup.emptyUnbegun(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void after_a_refused_write_nothing_is_written_any_more() throws IOException {
        Path file = dir.resolve("plain");
        try (GuardedChannel channel = new GuardedChannel(FileChannel.open(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE))) {
            channel.write(bytes("H:2,block:1"), 0);
            channel.write(bytes("chunk:a,len:1,version:1f,toc:1\n"), 100);
            channel.write(bytes("chunk:b,len:1,version:20,toc:1\n"), 200);
            channel.write(bytes("chunk:a,len:1,version:1f,toc:1\n"), 300); // moved

            assertThatThrownBy(() -> channel.write(bytes("chunk:c,len:1,version:22,toc:1\n"), 400))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("an earlier write failed");
            assertThatThrownBy(() -> channel.write(bytes("H:2,block:3"), 0)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> channel.truncate(10)).isInstanceOf(IOException.class);
            assertThat(channel.size()).isEqualTo(331);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** As the daemon's: nothing is written but by commits. */
    private static MVStore open(String file) {
        return new MVStore.Builder().fileName(file).autoCommitDisabled().open();
    }

    private static MVMap<String, String> values(MVStore store, FailingType type) {
        return store.openMap("values", new MVMap.Builder<String, String>().valueType(type));
    }

    /** Fails when a page is made ready to be written. */
    private static final class FailingType extends StringDataTypeCopy {
        private final Supplier<Throwable> fault;
        private final AtomicBoolean failing = new AtomicBoolean();
        private volatile Runnable before = () -> {};

        FailingType(Supplier<Throwable> fault) {
            this.fault = fault;
        }

        void fail(Runnable first) {
            before = first;
            failing.set(true);
        }

        @Override
        public void write(WriteBuffer buffer, String text) {
            super.write(buffer, text);
            if (text.equals("late") && failing.compareAndSet(true, false)) {
                before.run();
                FaultyFile.<RuntimeException>sneak(fault.get());
            }
        }
    }

    /** H2's own type of strings, which is final in its singleton alone. */
    private static class StringDataTypeCopy extends org.h2.mvstore.type.BasicDataType<String> {
        @Override
        public String[] createStorage(int size) {
            return new String[size];
        }

        @Override
        public int compare(String a, String b) {
            return a.compareTo(b);
        }

        @Override
        public int getMemory(String text) {
            return StringDataType.INSTANCE.getMemory(text);
        }

        @Override
        public String read(ByteBuffer buffer) {
            return StringDataType.INSTANCE.read(buffer);
        }

        @Override
        public void write(WriteBuffer buffer, String text) {
            StringDataType.INSTANCE.write(buffer, text);
        }
    }
}
