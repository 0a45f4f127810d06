package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.precheckwatcher.notify.kind.email.FakeSmtpServer;
import io.github.precheckwatcher.notify.kind.webhook.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mail server with STARTTLS and a certificate of its own CA puts one of two recipients off; the daemon is killed
 * meanwhile. In the end that one has each mail too, and the other each once.
 */
@Order(World.LONG)
class MailIT {
    private static final int VERDICTS = 5;
    private static final String DBA = "dba@example.com";
    private static final String SLOW = "slow@example.com";

    @TempDir
    Path folder;

    @Test
    void a_kill_amid_greylisting_sends_to_nobody_twice_and_loses_nobody_on_h2() throws IOException {
        killAmidGreylisting("h2", Map.of());
    }

    @Test
    void a_kill_amid_greylisting_sends_to_nobody_twice_and_loses_nobody_on_postgresql() throws IOException {
        killAmidGreylisting("postgresql", Postgres.database());
    }

    private void killAmidGreylisting(String store, Map<String, String> environment) throws IOException {
        Certificates certificates = Certificates.in(Files.createDirectory(folder.resolve("tls")));
        int port = World.freePort();
        try (FakeSmtpServer server = FakeSmtpServer.started().offer(certificates.context(-1, 3, "ip:127.0.0.1"));
                World world = World.of(folder, VERDICTS, 1, application(store, server.port(), certificates))
                        .withShortWaits()) {
            server.answer("RCPT " + SLOW, "451 4.7.1 greylisted");
            Program daemon = world.daemonServing(port, environment);
            await("every first attempt is recorded, and a second one made")
                    .ignoreExceptions()
                    .atMost(World.PATIENCE)
                    .until(() -> !daemon.alive()
                            || World.tried(port, "mail") == VERDICTS && rcpts(server, SLOW) >= 2 * VERDICTS);
            assertThat(daemon.alive()).as(daemon.text()).isTrue();
            assertThat(daemon.text()).contains("recipient=" + SLOW).contains("state=DEFERRED");
            daemon.kill();

            server.answer("RCPT " + SLOW, "250 now");
            Program next = world.daemonServing(port, environment);
            await().ignoreExceptions()
                    .atMost(World.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(World.deliveries(port).get("mail")).isEqualTo(Map.of("DELIVERED", VERDICTS)));
            assertThat(next.stop()).isEqualTo(143);

            assertThat(rcpts(server, DBA)).isEqualTo(VERDICTS);
            assertThat(server.mails()).hasSize(2 * VERDICTS);
            assertThat(server.mails().stream().distinct())
                    .as("each mail twice, byte by byte")
                    .hasSize(VERDICTS);
            assertThat(server.commands()).contains("STARTTLS");
        }
    }

    private static long rcpts(FakeSmtpServer server, String address) {
        return server.commands().stream()
                .filter(command -> command.equals("RCPT TO:<" + address + ">"))
                .count();
    }

    private static String application(String store, int port, Certificates certificates) {
        return World.application(store, 1_000, "{ policy: fixed, interval: 1s, lease: 6s }", """
                    mail:
                      type: email
                      to: [%s, %s]
                      timeout: 6s
                      retry: { schedule: [1s] }
                """.formatted(DBA, SLOW)
                        .indent(0))
                + """
                quarkus:
                  mailer:
                    host: 127.0.0.1
                    port: %d
                    from: prechecks@example.com
                    start-tls: REQUIRED
                    tls-configuration-name: own
                  tls:
                    own: { trust-store: { pem: { certs: %s } } }
                """.formatted(port, certificates.authority());
    }
}
