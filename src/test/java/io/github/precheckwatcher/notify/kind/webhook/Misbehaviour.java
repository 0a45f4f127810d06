package io.github.precheckwatcher.notify.kind.webhook;

import io.github.precheckwatcher.notify.kind.webhook.Receiver.Behaviour;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How receivers misbehave once they have read a request. Each goes on until the client closes the connection. */
public final class Misbehaviour {
    private Misbehaviour() {}

    /** Says nothing. */
    public static Behaviour hanging() {
        return (request, socket, out) -> {
            Receiver.untilClosed(socket);
            return false;
        };
    }

    /** Says a beginning and then a letter at a time. */
    public static Behaviour dripping(String beginning, Duration gap) {
        return (request, socket, out) -> {
            out.write(beginning.getBytes(StandardCharsets.US_ASCII));
            var never = new CountDownLatch(1);
            while (!never.await(gap.toNanos(), TimeUnit.NANOSECONDS)) {
                out.write('x');
                out.flush();
            }
            return false;
        };
    }

    /** Says a beginning and then the same again and again, as fast as it is taken. */
    public static Behaviour flooding(String beginning, byte[] again, AtomicLong written) {
        return (request, socket, out) -> {
            out.write(beginning.getBytes(StandardCharsets.US_ASCII));
            for (; ; written.addAndGet(again.length)) {
                out.write(again);
            }
        };
    }

    /** Resets the connection without a word. */
    public static Behaviour resetting() {
        return (request, socket, out) -> {
            socket.setSoLinger(true, 0);
            return false;
        };
    }

    /** Says just that, and closes the connection. */
    public static Behaviour saying(byte[] words) {
        return (request, socket, out) -> {
            out.write(words);
            out.flush();
            return false;
        };
    }
}
