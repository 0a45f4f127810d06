package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.store.database.H2Url;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} amid a rewatch by filter of ten thousand watches, in the usual run of three thousand: each of them
 * begins a further round, or none does.
 */
@Order(World.LONG)
class RewatchIT {
    private static final int KILLS = Integer.getInteger("watcher.kills");
    private static final int MANY = KILLS > 3 ? 10_000 : 2_000;
    private static final String CANCELLED = "{\"outcome\": \"CANCELLED\"%s}";
    private static final String OTHERS = """
            select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()""";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void a_rewatch_of_thousands_that_is_killed_is_whole_or_not_at_all_on_h2() throws SQLException {
        killed("h2", Map.of(), H2Url.of(folder.resolve("data")), "", "");
    }

    @Test
    void a_rewatch_of_thousands_that_is_killed_is_whole_or_not_at_all_on_postgresql() throws SQLException {
        Map<String, String> postgres = Postgres.database();
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.get("PGPORT") + "/" + postgres.get("PGDATABASE");
        killed("postgresql", postgres, url, postgres.get("PGUSER"), postgres.get("PGPASSWORD"));
    }

    /** Each life cancels what runs, and dies while it begins further rounds of all that. */
    private void killed(String store, Map<String, String> environment, String url, String user, String password)
            throws SQLException {
        SplittableRandom random = new SplittableRandom(23);
        // hardly any poll: the rounds alone are looked at
        String application = World.application(store, 1, "{ policy: fixed, interval: 60s, deadline: 24h }", "");
        try (World world = World.of(folder, MANY, 100_000, application)) {
            long rounds = 0;
            int amid = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                int port = World.freePort();
                Program daemon = world.daemonServing(port, environment);
                daemon.await(" ready .* tasks=" + MANY, World.PATIENCE);
                while (answer(port, "cancel", "{\"all\": true}").path("counts").has("NOT_REACHED")) {
                    // one request reaches those that its time is enough for
                }
                long cancelled = answer(port, "rewatch", CANCELLED.formatted(", \"dryRun\": true"))
                        .path("counts")
                        .path("NEW_ROUND")
                        .asLong();
                assertThat(cancelled).as("watches that may begin a round").isGreaterThan(MANY * 9 / 10);

                CompletableFuture<HttpResponse<String>> rewatch = send(port, "rewatch", CANCELLED.formatted(""));
                await().pollDelay(Duration.ofMillis(random.nextLong(20, MANY / 30)))
                        .until(() -> true);
                amid += rewatch.isDone() ? 0 : 1;
                daemon.kill();
                rewatch.cancel(true);

                try (Connection connection = DriverManager.getConnection(url, user, password)) {
                    await("the server has ended what the daemon left")
                            .until(() -> store.equals("h2") || number(connection, OTHERS) == 0);
                    long begun = number(connection, "select count(*) from event where kind = 'NEW_ROUND'");
                    assertThat(begun - rounds).as("rounds that began").isIn(0L, cancelled);
                    rounds = begun;
                    assertThat(number(connection, "select sum(round) - count(*) from watch"))
                            .as("rounds and their entries in the history")
                            .isEqualTo(begun);
                    assertThat(number(connection, """
                            select count(*) from watch
                            where round <> (select count(*) from verdict where verdict.watch_id = watch.id)
                                + case when state = 'WATCHING' then 1 else 0 end"""))
                            .as("watches without one verdict for each round that ended")
                            .isZero();
                }
            }
            assertThat(amid).as("kills amid a rewatch").isPositive();
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static JsonNode answer(int port, String act, String body) {
        HttpResponse<String> response = send(port, act, body).join();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompletableFuture<HttpResponse<String>> send(int port, String act, String body) {
        return HTTP.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/watches/" + act))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
