package io.github.precheckwatcher.notify.kind.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.LogLines;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A stand-in of a mail server and the log of each test, which never holds the password. */
abstract class MailServerOpening {
    static Vertx vertx;

    FakeSmtpServer server;
    LogLines log;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void start() {
        log = LogLines.ofAll();
        server = FakeSmtpServer.started();
    }

    @AfterEach
    void stop() {
        server.close();
        log.close();
        String plain = "\0watcher\0" + MailServers.PASSWORD;
        String encoded = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
        assertThat(log.lines()).noneMatch(line -> line.contains(MailServers.PASSWORD) || line.contains(encoded));
    }
}
