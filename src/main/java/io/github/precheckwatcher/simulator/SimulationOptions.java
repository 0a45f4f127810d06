package io.github.precheckwatcher.simulator;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.simulator.script.DemoScripts;
import io.github.precheckwatcher.simulator.script.Script;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a {@link Simulation} needs to know. Immutable; the short methods return changed copies. Its text form shows no
 * secret.
 *
 * @param port the cloud's port; 0: any free one
 * @param sinkPort the webhook sink's port; 0: any free one
 * @param scripts how the prechecks go
 * @param keyId the AccessKey id that may call
 * @param keySecret its secret
 * @param hookSecret the webhooks' signing secret, written {@code whsec_<base64>}
 * @param clock the cloud's and the sink's clock
 * @param print gets one line a webhook
 */
public record SimulationOptions(
        int port,
        int sinkPort,
        Map<PrecheckRef, Script> scripts,
        String keyId,
        String keySecret,
        String hookSecret,
        Clock clock,
        Consumer<String> print) {
    /** The AccessKey id unless set otherwise. */
    public static final String DEMO_KEY_ID = "demo-key-id";

    private static final int KEY_SECRET_BYTES = 24;
    private static final int HOOK_SECRET_BYTES = 32;

    public SimulationOptions {
        requirePort(port, "port");
        requirePort(sinkPort, "sink-port");
        scripts = Map.copyOf(scripts);
        requireNonNull(keyId, "keyId");
        requireNonNull(keySecret, "keySecret");
        SigningSecret.parse(hookSecret);
        requireNonNull(clock, "clock");
        requireNonNull(print, "print");
    }

    /** The demo's eight prechecks on free ports, with new secrets. */
    public static SimulationOptions demo(Clock clock, RandomGenerator random, Consumer<String> print) {
        return new SimulationOptions(
                0,
                0,
                DemoScripts.scripts(),
                DEMO_KEY_ID,
                text(random, KEY_SECRET_BYTES),
                "whsec_" + text(random, HOOK_SECRET_BYTES),
                clock,
                print);
    }

    /** On these ports. */
    public SimulationOptions on(int cloudPort, int hookPort) {
        return new SimulationOptions(cloudPort, hookPort, scripts, keyId, keySecret, hookSecret, clock, print);
    }

    /** With these prechecks instead. */
    public SimulationOptions playing(Map<PrecheckRef, Script> other) {
        return new SimulationOptions(port, sinkPort, other, keyId, keySecret, hookSecret, clock, print);
    }

    /** With this key. */
    public SimulationOptions trusting(String id, String secret) {
        return new SimulationOptions(port, sinkPort, scripts, id, secret, hookSecret, clock, print);
    }

    /** With this signing secret of the webhooks. */
    public SimulationOptions hookedBy(String secret) {
        return new SimulationOptions(port, sinkPort, scripts, keyId, keySecret, secret, clock, print);
    }

    @Override
    public String toString() {
        return "SimulationOptions[port=" + port + ", sinkPort=" + sinkPort + ", prechecks=" + scripts.size()
                + ", keyId=" + keyId + "]";
    }

    private static void requirePort(int port, String name) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(name + " is 0 to 65535, not " + port);
        }
    }

    private static String text(RandomGenerator random, int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret);
    }
}
