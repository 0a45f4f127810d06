package io.github.precheckwatcher.notify.kind.alertmanager;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Member;
import io.github.precheckwatcher.notify.NotifierContext;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.http.HttpPoster;
import io.github.precheckwatcher.notify.http.HttpTarget;
import io.github.precheckwatcher.notify.http.PostResponse;
import io.github.precheckwatcher.notify.http.StatusRule;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * The members of an Alertmanager cluster. Each is sent everything: they exchange who was notified, not what fires
 * (the project's own advice is never to put a balancer before them). A member that fails is logged when it begins to and
 * when it works again. Thread safe.
 */
final class Members implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Members.class);
    private static final String PATH = "/api/v2/alerts";

    private final NotifierSettings settings;
    private final String userAgent;
    private final Clock host;
    private final Clock engine;
    private final HttpPoster poster;

    /** How each member that was called stands. */
    private final Map<HttpTarget, MemberState> states = new ConcurrentHashMap<>();

    /** Whether it took what it was last sent, and since when that is so. */
    private record MemberState(boolean up, Instant since) {}

    Members(NotifierSettings settings, NotifierContext context, int connections) {
        this.settings = requireNonNull(settings, "settings");
        this.userAgent = context.userAgent();
        this.host = context.clock();
        this.engine = context.engine();
        this.poster = new HttpPoster(context.vertx(), settings.transport(), connections);
    }

    /**
     * Posts to all members at once when subscribed to; never fails. Ends with the first that took it, while the others
     * go on, each bounded by the timeout; cancelling before that ends them all.
     *
     * @param alerts a JSON array
     * @param settled run once no member has it under way any more; not when cancelled
     */
    Uni<AttemptResult> post(String alerts, Runnable settled) {
        return Uni.createFrom().deferred(() -> {
            byte[] body = alerts.getBytes(StandardCharsets.UTF_8);
            List<HttpTarget> targets = targets().stream().distinct().toList();
            return Uni.createFrom().emitter(emitter -> new Round(targets, emitter, settled).begin(body));
        });
    }

    /** Those that were called, in the file's order. */
    List<Member> states() {
        List<HttpTarget> targets = targets();
        return IntStream.range(0, targets.size())
                .filter(i -> targets.indexOf(targets.get(i)) == i)
                .boxed()
                .flatMap(i -> Optional.ofNullable(states.get(targets.get(i)))
                        .map(state -> new Member(i + 1, state.up(), state.since()))
                        .stream())
                .toList();
    }

    private List<HttpTarget> targets() {
        return settings.transport().urls().get().stream().map(Members::target).toList();
    }

    @Override
    public void close() {
        poster.close();
    }

    /** The API's address below the one that the member's own pages have. */
    static HttpTarget target(URI member) {
        HttpTarget target = HttpTarget.of(member);
        int query = target.requestUri().indexOf('?');
        String path = query < 0 ? target.requestUri() : target.requestUri().substring(0, query);
        String rest = query < 0 ? "" : target.requestUri().substring(query);
        String bare = path.replaceFirst("/+$", "");
        return new HttpTarget(
                target.tls(),
                target.host(),
                target.port(),
                (bare.endsWith(PATH) ? bare : bare + PATH) + rest,
                target.authority());
    }

    /** Of two answers at once one is logged. */
    private synchronized AttemptResult judge(HttpTarget target, PostResponse response) {
        AttemptResult result = result(response);
        boolean up = result instanceof AttemptResult.Delivered;
        Instant now = engine.instant();
        MemberState before = states.get(target);
        if (before == null || before.up() != up) {
            states.put(target, new MemberState(up, now));
            if (!up) {
                line(target)
                        .with("state", "FAILING")
                        .with("error", words(result))
                        .with("remedy", remedy(result))
                        .warn(LOG);
            } else if (before != null) {
                line(target)
                        .with("state", "OK")
                        .with("was", "FAILING")
                        .with("for", Duration.between(before.since(), now))
                        .info(LOG);
            }
        }
        return result;
    }

    private LogLine line(HttpTarget target) {
        return LogLine.of("member").with("notifier", settings.name()).with("member", target);
    }

    /** A member that wants no more (410) is one that fails: it is the cluster's business who its members are. */
    private AttemptResult result(PostResponse response) {
        AttemptResult byStatus = StatusRule.judge(response, host.instant());
        return byStatus instanceof AttemptResult.Gone gone ? StatusRule.failed(gone.status()) : byStatus;
    }

    private static String words(AttemptResult result) {
        if (result instanceof AttemptResult.Failed failed) {
            return failed.error();
        }
        return "HTTP " + ((AttemptResult.Paused) result).status() + ": asks to wait";
    }

    private static Optional<String> remedy(AttemptResult result) {
        return result instanceof AttemptResult.Failed failed ? failed.remedy() : Optional.empty();
    }

    /** One posting to all members. */
    private final class Round {
        private final List<HttpTarget> targets;
        private final UniEmitter<? super AttemptResult> emitter;
        private final Runnable settled;
        private final List<Cancellable> exchanges = new ArrayList<>();
        private final Map<HttpTarget, AttemptResult> failures = new HashMap<>();
        private int open;
        private boolean taken;
        private boolean cancelled;

        Round(List<HttpTarget> targets, UniEmitter<? super AttemptResult> emitter, Runnable settled) {
            this.targets = targets;
            this.open = targets.size();
            this.emitter = emitter;
            this.settled = settled;
        }

        void begin(byte[] body) {
            emitter.onTermination(this::terminated);
            for (HttpTarget target : targets) {
                add(poster.post(target, settings.transport().requestHeaders("application/json", userAgent), body)
                        .subscribe()
                        .with(response -> ended(target, judge(target, response))));
            }
        }

        private synchronized void add(Cancellable exchange) {
            exchanges.add(exchange);
            if (cancelled) {
                exchange.cancel();
            }
        }

        /** Called after a good end too: then the others are to go on. */
        private synchronized void terminated() {
            if (!taken && open > 0) {
                cancelled = true;
                exchanges.forEach(Cancellable::cancel);
            }
        }

        private void ended(HttpTarget target, AttemptResult result) {
            Optional<AttemptResult> decided;
            boolean last;
            synchronized (this) {
                decided = whole(target, result);
                last = open == 0;
            }
            decided.ifPresent(emitter::complete);
            if (last) {
                settled.run();
            }
        }

        /** What came of the round, when this answer decides that. Under the lock. */
        private Optional<AttemptResult> whole(HttpTarget target, AttemptResult result) {
            open--;
            if (result instanceof AttemptResult.Delivered) {
                boolean first = !taken;
                taken = true;
                return first ? Optional.of(result) : Optional.empty();
            }
            failures.put(target, result);
            return taken || open > 0 ? Optional.empty() : Optional.of(failure());
        }

        /** Nobody took it: what all say, in the file's order. */
        private AttemptResult failure() {
            List<AttemptResult> all = targets.stream().map(failures::get).toList();
            Optional<AttemptResult> waits =
                    all.stream().filter(AttemptResult.Paused.class::isInstance).findFirst();
            if (waits.isPresent()) {
                return waits.get();
            }
            String error = targets.stream()
                    .map(target -> target + ": " + words(failures.get(target)))
                    .collect(Collectors.joining("; "));
            Optional<Integer> status = all.stream()
                    .flatMap(failure -> ((AttemptResult.Failed) failure).status().stream())
                    .findFirst();
            Optional<String> remedy =
                    all.stream().flatMap(failure -> remedy(failure).stream()).findFirst();
            return new AttemptResult.Failed(status, error, remedy);
        }
    }
}
