package io.github.precheckwatcher.simulator.cloud;

import static io.github.precheckwatcher.simulator.cloud.VendorCaller.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.simulator.Simulation;
import io.github.precheckwatcher.simulator.SimulationOptions;
import io.github.precheckwatcher.simulator.script.DemoScripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private final FakeClock clock = new FakeClock(Instant.parse("2026-11-24T08:15:30Z"));
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final SimulationOptions options = SimulationOptions.demo(clock, new Random(7), lines::add);

    @Test
    void cloud_and_sink_serve_by_the_variables_they_give() throws Exception {
        try (Simulation simulation = Simulation.start(options)) {
            Map<String, String> environment = simulation.environment();
            PrecheckRef ref = DemoScripts.scripts().keySet().iterator().next();

            HttpResponse<String> answer = new VendorCaller(
                            URI.create(environment.get("PRECHECK_DEMO_ENDPOINT")),
                            clock,
                            environment.get("PRECHECK_DEMO_KEY_ID"),
                            environment.get("PRECHECK_DEMO_KEY_SECRET"))
                    .call(parameters(ref))
                    .send();
            HttpRequest hook = HttpRequest.newBuilder(URI.create(environment.get("PRECHECK_DEMO_HOOK")))
                    .header("webhook-id", "v-1")
                    .header("webhook-timestamp", Long.toString(clock.instant().getEpochSecond()))
                    .header(
                            "webhook-signature",
                            new Webhook(environment.get("PRECHECK_DEMO_HOOK_SECRET"))
                                    .sign("v-1", clock.instant().getEpochSecond(), "{}"))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(HttpClient.newHttpClient()
                            .send(hook, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(lines).containsExactly("webhook id=v-1 outcome=- subject=- signature=verified");
        }
    }

    @Test
    void a_closed_simulation_serves_no_more() {
        Simulation simulation = Simulation.start(options);
        int port = simulation.endpoint().getPort();
        simulation.close();

        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(IOException.class);
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> Simulation.start(options.on(0, taken.getLocalPort())))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("port " + taken.getLocalPort() + " is taken");
        }
    }

    @Test
    void secrets_are_new_at_each_start_and_never_shown() {
        SimulationOptions other = SimulationOptions.demo(clock, new Random(8), lines::add);

        assertThat(other.keySecret()).isNotEqualTo(options.keySecret());
        assertThat(other.hookSecret()).isNotEqualTo(options.hookSecret());
        assertThat(options.toString()).doesNotContain(options.keySecret(), options.hookSecret());
        assertThat(new CloudAccount("id", "hush").toString()).doesNotContain("hush");
        assertThat(new CloudAccount("id", "hush").key().toString()).doesNotContain("hush");
    }

    @Test
    void an_ill_formed_signing_secret_and_an_impossible_port_are_refused() {
        assertThatThrownBy(() -> options.hookedBy("secret")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.on(70_000, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
