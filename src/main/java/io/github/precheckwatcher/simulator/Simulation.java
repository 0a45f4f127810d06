package io.github.precheckwatcher.simulator;

import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.simulator.cloud.CloudAccount;
import io.github.precheckwatcher.simulator.cloud.CloudSimulator;
import io.github.precheckwatcher.simulator.sink.WebhookSink;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * A simulated cloud and a webhook sink with event loops of their own: what {@code simulate} runs, and {@code demo}
 * beside the daemon. Its threads are daemon threads, so whoever starts it must wait by itself.
 */
public final class Simulation implements AutoCloseable {
    private final Vertx vertx;
    private final SimulationOptions options;
    private final CloudSimulator cloud;
    private final WebhookSink sink;

    private Simulation(Vertx vertx, SimulationOptions options, CloudSimulator cloud, WebhookSink sink) {
        this.vertx = vertx;
        this.options = options;
        this.cloud = cloud;
        this.sink = sink;
    }

    /**
     * Starts both. Blocks until both listen; not for event loops.
     *
     * @throws java.io.UncheckedIOException when a port cannot be had; nothing is left running then
     */
    public static Simulation start(SimulationOptions options) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            CloudSimulator cloud = CloudSimulator.start(
                    vertx,
                    options.clock(),
                    options.port(),
                    List.of(new CloudAccount(options.keyId(), options.keySecret())));
            cloud.script(options.scripts());
            WebhookSink sink = WebhookSink.start(
                    vertx,
                    options.clock(),
                    options.sinkPort(),
                    List.of(SigningSecret.parse(options.hookSecret())),
                    WebhookSink.MOST_IDS,
                    options.print());
            return new Simulation(vertx, options, cloud, sink);
        } catch (RuntimeException e) {
            stop(vertx);
            throw e;
        }
    }

    /** The cloud's endpoint, ending in "/". */
    public URI endpoint() {
        return cloud.endpoint();
    }

    /** Where webhooks are to be sent. */
    public URI hookUrl() {
        return sink.url();
    }

    /** The cloud, to be steered. */
    public CloudSimulator cloud() {
        return cloud;
    }

    /** The sink, to be steered and asked. */
    public WebhookSink sink() {
        return sink;
    }

    /** The variables that {@code config/demo/application.yaml} refers to, secrets included. */
    public Map<String, String> environment() {
        return Map.of(
                "PRECHECK_DEMO_ENDPOINT", endpoint().toString(),
                "PRECHECK_DEMO_HOOK", hookUrl().toString(),
                "PRECHECK_DEMO_KEY_ID", options.keyId(),
                "PRECHECK_DEMO_KEY_SECRET", options.keySecret(),
                "PRECHECK_DEMO_HOOK_SECRET", options.hookSecret());
    }

    /** Closes both ports, every connection and the event loops. Blocks; not for event loops. */
    @Override
    public void close() {
        stop(vertx);
    }

    private static void stop(Vertx vertx) {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the simulation does not stop", e);
        }
    }
}
