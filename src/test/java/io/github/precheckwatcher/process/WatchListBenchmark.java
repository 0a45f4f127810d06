package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.store.StoredWatches;
import io.github.precheckwatcher.store.database.Databases;
import io.github.precheckwatcher.store.database.H2Url;
import io.github.precheckwatcher.store.watch.JdbcWatchStore;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchStore.Conclusion;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long {@code GET watches} takes, a page of 50: {@code mvn -Pbenchmark -Dit.test=WatchListBenchmark verify},
 * {@code -Dwatches=100000} for more than 10,000 of them, {@code -Drequests=50} for fewer
 * requests than 300 a query. Measures and prints; asserts nothing about time. Half of the
 * watches have ended; the daemon, a process of its own, polls the others meanwhile as its budget allows.
 */
class WatchListBenchmark {
    private static final int WATCHES = Integer.getInteger("watches", 10_000);
    private static final int REQUESTS = Integer.getInteger("requests", 300);
    private static final int WARM_UP = REQUESTS / 5;
    private static final int BATCH = 500;

    private static final List<String> QUERIES = List.of(
            "",
            "state=WATCHING",
            "account=default&state=ENDED",
            "outcome=FAILED",
            "region=cn-beijing",
            "source-type=MYSQL",
            "match=env=\"prod\"",
            "match=team=\"team-7\"",
            "match=team=~\"team-7|team-8\"",
            "match=env=~\"nothing.*\"",
            "name=db-0012*",
            "q=uuid-db-00999",
            "q=nowhere",
            "sort=DUE",
            "sort=DUE&account=default",
            "sort=DUE&match=team=\"team-7\"",
            "sort=ENDED",
            "sort=ENDED&outcome=FAILED",
            "sort=ENDED&source-type=MYSQL");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    /** Milliseconds. */
    private record Times(double p50, double p99) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f / %.0f", p50, p99);
        }
    }

    @Test
    void measures_lists_of_watches() throws Exception {
        Map<String, Times> h2 = times("h2", Map.of(), migrated(H2Url.of(folder.resolve("h2/data")), "", ""));
        Map<String, Times> postgresql;
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            Databases.Database database = migrated(url, "postgres", World.DATABASE_PASSWORD);
            postgresql = times("postgresql", Postgres.variables(server), database);
        }
        List<String> report = new ArrayList<>(List.of(
                "%,d watches; p50 / p99 of %d requests, ms".formatted(WATCHES, REQUESTS),
                "",
                "| query | H2 file | PostgreSQL |",
                "|---|---|---|"));
        h2.forEach((query, times) ->
                report.add("| `" + query.replace("|", "\\|") + "` | " + times + " | " + postgresql.get(query) + " |"));
        Path out = Path.of("target/benchmarks/watch-lists.md");
        Files.createDirectories(out.getParent());
        Files.write(out, report);
        report.forEach(System.err::println);
    }

    private static Databases.Database migrated(String url, String user, String password) {
        AgroalDataSource pool = Databases.pool(url, user, password);
        Databases.migrate(pool);
        return new Databases.Database(pool);
    }

    private Map<String, Times> times(String store, Map<String, String> environment, Databases.Database database)
            throws Exception {
        try (database) {
            fill(database);
        }
        String application = World.application(store, 5, "{ policy: fixed, interval: 1h, deadline: 10h }", "");
        try (World world = World.of(folder.resolve(store), 1, 60, application)) {
            int port = World.freePort();
            Program daemon = world.daemonServing(port, environment);
            String base = "http://127.0.0.1:" + port + "/api/v1/watches?";
            await().atMost(World.PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                assertThat(daemon.alive()).as(daemon.text()).isTrue();
                try {
                    return get(base).path("watches").size() == 50;
                } catch (IOException e) {
                    return false; // not listening yet
                }
            });
            Map<String, Times> times = new LinkedHashMap<>();
            for (String query : QUERIES) {
                times.put(query, times(base, query));
                System.err.println(store + " " + query + " " + times.get(query));
            }
            return times;
        }
    }

    /** Page after page, and again from the first when there is no more. */
    private Times times(String base, String query) throws Exception {
        String first = base + encoded(query);
        double[] millis = new double[REQUESTS];
        String after = "";
        for (int i = -WARM_UP; i < REQUESTS; i++) {
            long from = System.nanoTime();
            JsonNode page = get(first + after);
            double took = (System.nanoTime() - from) / 1e6;
            if (i >= 0) {
                millis[i] = took;
            }
            after = page.has("next") ? "&after=" + encode(page.path("next").asText()) : "";
        }
        Arrays.sort(millis);
        return new Times(millis[REQUESTS / 2], millis[REQUESTS * 99 / 100]);
    }

    private JsonNode get(String uri) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                http.send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).as(uri).isEqualTo(200);
        return json.readTree(response.body());
    }

    private static String encoded(String query) {
        List<String> parameters = new ArrayList<>();
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            parameters.add(
                    equals < 0
                            ? parameter
                            : parameter.substring(0, equals + 1) + encode(parameter.substring(equals + 1)));
        }
        return String.join("&", parameters);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Half of them ended, one of a hundred of those FAILED. */
    private static void fill(Databases.Database database) {
        JdbcWatchStore store = new JdbcWatchStore(database.transactions());
        Instant now = Instant.now().minus(Duration.ofMinutes(30));
        store.openAccounts(Map.of(StoredWatches.ACCOUNT, 1e6), now);
        store.register(
                StoredWatches.specs(WATCHES), now, () -> UUID.randomUUID().toString());
        int ended = 0;
        while (ended < WATCHES / 2) {
            List<Watch> claimed = store.claim(
                            StoredWatches.ACCOUNT, StoredWatches.open(BATCH), now, StoredWatches.LEASE, BATCH)
                    .watches();
            List<Conclusion> conclusions = new ArrayList<>();
            for (Watch watch : claimed) {
                Outcome outcome = ended % 100 == 0 ? Outcome.FAILED : Outcome.PASSED;
                conclusions.add(StoredWatches.conclusion(
                        watch, outcome, UUID.randomUUID().toString(), now.plusMillis(ended), List.of()));
                ended++;
            }
            store.conclude(conclusions);
        }
        List<Watch> running = List.of();
        int minutes = 0;
        do {
            running = store.claim(StoredWatches.ACCOUNT, StoredWatches.open(BATCH), now, StoredWatches.LEASE, BATCH)
                    .watches();
            Instant due = Instant.now().plus(Duration.ofMinutes(10 + minutes++));
            store.record(running.stream()
                    .map(watch -> StoredWatches.recheck(watch, due))
                    .toList());
        } while (!running.isEmpty());
        for (int team = 0; team < 20; team++) {
            database.execute("update watch set labels = '{\"env\":\"prod\",\"team\":\"team-" + team
                    + "\"}' where name like '%" + "%02d".formatted(team) + "'");
        }
        database.execute("update watch set uni_region_id = 'cn-beijing' where name like '%7'");
        database.execute("update account set rate = 5");
        assertThat(ended).isEqualTo(WATCHES / 2);
    }
}
