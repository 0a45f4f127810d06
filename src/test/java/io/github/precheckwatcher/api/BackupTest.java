package io.github.precheckwatcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.store.database.Databases.Database;
import io.github.precheckwatcher.store.transfer.BackupFile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole store by HTTP. */
@QuarkusTest
@TestProfile(ApiTestProfile.class)
class BackupTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TestHTTPResource("/api/v1/backup")
    URI address;

    @Inject
    Database database;

    @TempDir
    Path folder;

    @Test
    void it_is_streamed_whole() throws Exception {
        HttpResponse<byte[]> response =
                HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/gzip");
        try (BackupFile backup = BackupFile.open(Files.write(folder.resolve("backup"), response.body()))) {
            assertThat(backup.verify()).isGreaterThan(1000);
            assertThat(backup.header().schema()).isNotEmpty();
        }
    }

    @Test
    void the_head_alone_makes_none() throws Exception {
        HttpResponse<String> response = HTTP.send(
                HttpRequest.newBuilder(address)
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void another_form_and_a_parameter_are_refused_in_words() throws Exception {
        HttpResponse<String> json = HTTP.send(
                HttpRequest.newBuilder(address)
                        .header("accept", "application/json")
                        .build(),
                BodyHandlers.ofString());
        HttpResponse<String> parameter = HTTP.send(
                HttpRequest.newBuilder(URI.create(address + "?all=true")).build(), BodyHandlers.ofString());

        assertThat(json.statusCode()).isEqualTo(406);
        assertThat(parameter.statusCode()).isEqualTo(400);
        assertThat(parameter.body()).contains("unknown query parameter all; this resource takes none");
    }

    @Test
    void a_reader_that_goes_away_leaves_the_next_one_free_to_have_one() throws Exception {
        large();
        try (Socket gone = new Socket(address.getHost(), address.getPort())) {
            gone.getOutputStream()
                    .write(("GET " + address.getPath() + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(gone.getInputStream().readNBytes(1000)).hasSize(1000);

            HttpResponse<String> meanwhile =
                    HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());

            assertThat(meanwhile.statusCode()).isEqualTo(409);
            assertThat(meanwhile.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(meanwhile.body()).contains("another backup is being made");
        }
        await().untilAsserted(() -> {
            HttpResponse<InputStream> next =
                    HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
            try (InputStream body = next.body()) {
                assertThat(next.statusCode()).isEqualTo(200);
                body.transferTo(java.io.OutputStream.nullOutputStream());
            }
        });
    }

    @AfterEach
    void empty() {
        database.execute("delete from event where kind = 'TEST'");
    }

    /** More than sockets and buffers on the way hold, and nothing that gzip makes smaller. */
    private void large() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            String text = IntStream.range(0, 100_000)
                    .mapToObj(n -> Integer.toHexString(random.nextInt()))
                    .collect(Collectors.joining());
            database.execute("insert into event (happened_at, kind, account, detail) values (current_timestamp, 'TEST',"
                    + " 'default', '" + text + "')");
        }
    }
}
