package io.github.precheckwatcher.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

class PostgresqlUrlTest {
    private static final String SECRET = "hunter2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/d",
                "jdbc:postgresql://db.example.com:5432/d?user=u&password=p@ss/w:rd",
                "jdbc:postgresql://[::1]:5433/d",
                "jdbc:postgresql://[::1]/d",
                "jdbc:postgresql://a:5432,b,c:65535/d?targetServerType=primary",
                "jdbc:postgresql://db/a%40b",
                "jdbc:postgresql://db:1/",
                "jdbc:postgresql://",
                "jdbc:postgresql:///d",
                "jdbc:postgresql:d"
            })
    void what_the_driver_can_read_is_no_problem(String url) {
        assertThat(Driver.parseURL(url, new Properties())).isNotNull();
        assertThat(PostgresqlUrl.problem(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://u:hunter2@db/d            | does not begin with jdbc:postgresql:
            postgres://u:hunter2@db/d              | does not begin with jdbc:postgresql:
            JDBC:postgresql://u:hunter2@db/d       | does not begin with jdbc:postgresql:
            jdbc:postgresql://u:hunter2@db/d       | has an '@'
            jdbc:postgresql://u:hunter2@db:5432/d  | has an '@'
            jdbc:postgresql://u:12/hunter2@db/d    | has an '@'
            jdbc:postgresql:u:hunter2@db/d         | has an '@'
            jdbc:postgresql://u:hunter2?@db/d      | needs one '/'
            jdbc:postgresql://db?password=hunter2  | needs one '/'
            jdbc:postgresql:///hunter2:5432/d      | needs one '/'
            jdbc:postgresql://u:hunter2/d          | has a port
            jdbc:postgresql://a:5432,b:hunter2/d   | has a port
            jdbc:postgresql://db:/hunter2          | has a port
            jdbc:postgresql://db:0/hunter2         | has a port
            jdbc:postgresql://db:65536/hunter2     | has a port
            """, quoteCharacter = '"')
    void what_is_wrong_is_reported_without_a_word_of_the_address(String url, String fault) {
        assertThat(PostgresqlUrl.problem(url).orElseThrow())
                .contains(fault)
                .contains("jdbc:postgresql://HOST:PORT/DATABASE", "username and password", "PGPASSWORD")
                .doesNotContain(SECRET);
    }

    @Test
    void the_whole_message_says_where_it_stands_and_what_to_write() {
        assertThat(PostgresqlUrl.problem("jdbc:postgresql://db:many/d"))
                .isEqualTo(Optional.of(
                        "the address of PostgreSQL (quarkus.datasource.postgresql.jdbc.url, or PGHOST and PGPORT)"
                                + " has a port that is no number from 1 to 65535; write it as"
                                + " jdbc:postgresql://HOST:PORT/DATABASE, and user and password in"
                                + " quarkus.datasource.postgresql.username and password, or in PGUSER and PGPASSWORD"));
    }
}
