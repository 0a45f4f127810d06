package io.github.precheckwatcher.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.log.OutOfMemory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutOfMemoryEndTest {
    private final List<Integer> exits = new ArrayList<>();
    private final OutOfMemoryEnd end = new OutOfMemoryEnd(exits::add);
    private Thread.UncaughtExceptionHandler before;

    @BeforeEach
    void install() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler(end);
    }

    @AfterEach
    void remove() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    @Test
    void an_error_that_nobody_catches_ends_the_process_with_the_jvms_own_code() throws InterruptedException {
        Thread thread = new Thread(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        thread.start();
        thread.join();

        assertThat(exits).containsExactly(3);
    }

    @Test
    void one_that_is_hidden_in_an_exception_and_handed_on_ends_it() {
        OutOfMemory.endIf(new IllegalStateException(new SQLException("x", new OutOfMemoryError("Capacity: 13686562"))));

        assertThat(exits).containsExactly(3);
    }

    @Test
    void one_that_somebody_else_catches_and_logs_ends_it() {
        LogRecord entry = new LogRecord(Level.SEVERE, "Uncaught exception received by Vert.x");
        entry.setThrown(new OutOfMemoryError("Direct buffer memory"));

        end.publish(entry);

        assertThat(exits).containsExactly(3);
    }

    @Test
    void it_ends_once() {
        OutOfMemory.endIf(new OutOfMemoryError("one"));
        OutOfMemory.endIf(new OutOfMemoryError("two"));

        assertThat(exits).hasSize(1);
    }

    @Test
    void other_errors_end_nothing() throws InterruptedException {
        OutOfMemory.endIf(new StackOverflowError());
        OutOfMemory.endIf(new NoClassDefFoundError("x"));
        LogRecord entry = new LogRecord(Level.SEVERE, "x");
        entry.setThrown(new IllegalStateException());
        end.publish(entry);
        Thread thread = new Thread(() -> {
            throw new IllegalStateException("one thread's");
        });
        thread.start();
        thread.join();

        assertThat(exits).isEmpty();
    }

    @Test
    void a_chain_of_causes_that_bites_its_tail_ends_the_search() {
        Exception first = new Exception("a");
        first.initCause(new Exception("b", first));

        OutOfMemory.endIf(first);

        assertThat(exits).isEmpty();
    }
}
