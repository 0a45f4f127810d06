package io.github.precheckwatcher.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.StoreOutage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHousekeepingTest {
    private static final int ROWS = 20_000;
    private static final int COMMITS = 400;

    @TempDir
    Path dir;

    private final Random random = new Random(20261130);
    private Databases.Database database;
    private FileHousekeeping housekeeping;

    @BeforeEach
    void open() {
        database = Databases.h2(dir);
        database.execute("set retention_time 0"); // what is not needed any more may be overwritten at once
        StoreSettings settings = new StoreSettings(StoreConfig.Kind.H2, dir, Duration.ofDays(30));
        FaultLog faults = new FaultLog(new StoreOutage(Clock.systemUTC()), Clock.systemUTC());
        housekeeping = new FileHousekeeping(database.transactions(), settings, faults);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_file_of_which_little_is_needed_becomes_small_and_keeps_all_that_is() throws IOException {
        fill();
        List<String> before = content();
        long large = Files.size(H2Url.file(dir));

        int steps = 0;
        while (housekeeping.step() && steps < 1_000) {
            steps++;
            change(1); // what is copied together is written by it, and what was there before can be overwritten
        }

        assertThat(steps).as("it comes to an end").isBetween(1, 999);
        assertThat(Files.size(H2Url.file(dir))).isLessThan(large / 2);
        database.close();
        database = Databases.h2(dir);
        assertThat(content()).hasSameSizeAs(before);
        assertThat(database.texts("select sum(length(a)) as c from t")).containsExactly(String.valueOf(ROWS * 200L));
    }

    @Test
    void a_small_file_is_left_alone() {
        assertThat(housekeeping.step()).isFalse();
    }

    private void fill() {
        database.execute("create table t (id bigint primary key, a varchar)");
        database.execute("insert into t select x, repeat('a', 200) from system_range(1, " + ROWS + ")");
        change(COMMITS);
    }

    /** Rows here and there, so that each commit leaves most of the pages of those before it as they are. */
    private void change(int commits) {
        for (int commit = 0; commit < commits; commit++) {
            database.transactions().perform(connection -> {
                try (PreparedStatement update =
                        connection.prepareStatement("update t set a = repeat(?, 200) where id = ?")) {
                    for (int i = 0; i < 10; i++) {
                        update.setString(1, Character.toString('a' + random.nextInt(26)));
                        update.setLong(2, 1 + random.nextInt(ROWS));
                        update.executeUpdate();
                    }
                }
            });
        }
    }

    private List<String> content() {
        return database.texts("select id || a as c from t order by id");
    }
}
