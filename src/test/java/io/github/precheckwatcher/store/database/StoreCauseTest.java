package io.github.precheckwatcher.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.log.StoreFault.Kind;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A remedy for each kind of fault. */
class StoreCauseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "25006 | leads to the primary server",
                "57P03 | see that it runs",
                "57P01 | see that it runs",
                "08001 | can be reached from this host",
                "08006 | can be reached from this host",
                "28P01 | PGPASSWORD",
                "28000 | PGPASSWORD",
                "3D000 | PGDATABASE",
                "53300 | max_connections",
                "40P01 | pg_stat_activity",
                "55P03 | pg_stat_activity",
                "57014 | load",
                "53100 | free the database's disk",
                "53200 | memory",
                "XX001 | restore the last backup",
                "90030 | restore the last backup",
                "90098 | that of watcher.data-dir",
                "90097 | right to write",
                "42501 | grant",
                "42P05 | prepareThreshold=0",
                "26000 | prepareThreshold=0",
                "42P01 | database and schema",
                "22021 | for what is in it",
                "23505 | for what is in it",
                "54000 | for what is in it",
                "XX000 | its disk has room",
            })
    void each_kind_of_fault_has_a_remedy_of_its_own(String sqlState, String remedy) {
        assertThat(new StoreException("it failed", new SQLException("why", sqlState)).remedy())
                .contains(remedy);
    }

    @Test
    void a_batch_that_only_its_chain_explains_is_understood() {
        BatchUpdateException batch = new BatchUpdateException("batch", null, 0, new int[0]);
        batch.setNextException(new SQLException("why", "25006"));

        assertThat(StoreCause.of(batch)).isEqualTo(StoreCause.READ_ONLY);
    }

    @Test
    void a_full_disk_below_h2_is_reported_from_its_other_failures() {
        SQLException full = new SQLException("General error", "HY000", new IOException("No space left on device"));

        assertThat(StoreCause.of(full)).isEqualTo(StoreCause.DISK_FULL);
        assertThat(StoreCause.of(new SQLException("General error", "HY000"))).isEqualTo(StoreCause.OTHER);
    }

    @Test
    void a_pool_without_a_free_connection_says_which_key_raises_it() {
        StoreException fault = StoreException.noConnection(new SQLException("Sorry, acquisition timeout!"));

        assertThat(fault.kind()).isEqualTo(Kind.AWAY);
        assertThat(fault.remedy()).contains("jdbc.max-size");
    }
}
