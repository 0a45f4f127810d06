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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHousekeepingTest {
    private static final int ROWS = 20_000;
    private static final int COMMITS = 400;

    @TempDir
    Path dir;

    @Test
    void a_file_whose_rows_change_here_and_there_stays_small_and_keeps_them_all() throws IOException {
        long left = size("left", false);
        long lookedAfter = size("looked-after", true);

        assertThat(lookedAfter).as("%d bytes without", left).isLessThan(left * 2 / 3);
    }

    @Test
    void a_small_file_is_left_alone() {
        try (Databases.Database database = Databases.h2(dir)) {
            assertThat(housekeeping(database).step()).isFalse();
        }
    }

    private long size(String name, boolean lookAfter) throws IOException {
        Path data = dir.resolve(name);
        List<String> rows;
        long size;
        try (Databases.Database database = Databases.h2(data)) {
            database.execute("set retention_time 0"); // what is not needed any more may be overwritten at once
            database.execute("create table t (id bigint primary key, a varchar)");
            database.execute(
                    "insert into t select x, repeat('a', 200) from system_range(1, " + ROWS + ") as numbers (x)");
            FileHousekeeping housekeeping = housekeeping(database);
            Random random = new Random(20261130);
            for (int commit = 0; commit < COMMITS; commit++) {
                change(database, random);
                if (lookAfter && commit % 10 == 0) {
                    housekeeping.step();
                }
            }
            rows = rows(database);
            size = Files.size(H2Url.file(data));
        }
        try (Databases.Database database = Databases.h2(data)) {
            assertThat(rows(database)).isEqualTo(rows).hasSize(ROWS);
        }
        return size;
    }

    private FileHousekeeping housekeeping(Databases.Database database) {
        StoreSettings settings = new StoreSettings(StoreConfig.Kind.H2, dir, Duration.ofDays(30));
        FaultLog faults = new FaultLog(new StoreOutage(Clock.systemUTC()), Clock.systemUTC());
        return new FileHousekeeping(database.transactions(), settings, faults);
    }

    /** So that the commit leaves most of the pages of those before it as they are. */
    private static void change(Databases.Database database, Random random) {
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

    private static List<String> rows(Databases.Database database) {
        return database.texts("select id || a as c from t order by id");
    }
}
