package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;

/** Posts to one chat robot, signed anew at each attempt where the robot has a secret. Thread safe. */
public final class RobotNotifier implements Notifier {
    private final NotifierSettings settings;
    private final Clock clock;
    private final RobotPoster poster;
    private final int slots;
    private final Signing signing;

    /**
     * What is posted.
     *
     * @param address secret, as it may hold the robot's token
     */
    public record Post(URI address, String body) {
        public Post {
            requireNonNull(address, "address");
            requireNonNull(body, "body");
        }

        /** Shows nothing of the address. */
        @Override
        public String toString() {
            return "Post[" + body.length() + " characters]";
        }
    }

    /** How a platform wants a message signed. */
    @FunctionalInterface
    public interface Signing {
        /** For platforms whose robots have no secret: never asked. */
        Signing NONE = (post, secret, now) -> post;

        Post signed(Post post, String secret, Instant now);
    }

    /**
     * @param settings of a kind that is a {@link RobotType}
     * @param answers what the platform's answers mean
     * @param slots how many messages may be under way at once, > 0; one keeps them in the order in which they came
     */
    public RobotNotifier(NotifierSettings settings, Wiring wiring, AnswerRule answers, int slots, Signing signing) {
        this.settings = requireNonNull(settings, "settings");
        this.clock = wiring.clock();
        this.poster = new RobotPoster(settings, wiring, answers, slots);
        this.slots = slots;
        this.signing = requireNonNull(signing, "signing");
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public Uni<AttemptResult> send(Delivery delivery) {
        return Uni.createFrom().deferred(() -> {
            Post plain = new Post(poster.address(), delivery.body());
            Post post = settings.robotSecret()
                    .get()
                    .map(secret -> signing.signed(plain, secret, clock.instant()))
                    .orElse(plain);
            return poster.post(post.address(), post.body());
        });
    }

    @Override
    public void close() {
        poster.close();
    }
}
