package io.github.precheckwatcher.simulator.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.simulator.http.HttpDate;
import io.github.precheckwatcher.simulator.http.LoopbackServer;
import io.github.precheckwatcher.simulator.http.QueryString;
import io.github.precheckwatcher.simulator.script.Answer;
import io.github.precheckwatcher.simulator.script.Script;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in for Security Center's {@code QueryPreCheckDatabase}: the same wire format and error envelopes, signatures
 * verified, prechecks by script. Binds the loopback address alone. All methods are thread safe; what they change holds
 * from the next call on. Tests in another process steer it by {@code /simulator/...} on the same port
 * ({@link CloudControl}).
 */
public final class CloudSimulator implements AutoCloseable {
    private static final byte[] NO_BODY = {};

    private final Vertx vertx;
    private final Clock clock;
    private final Map<String, CloudAccount> accounts = new LinkedHashMap<>();
    private final Map<String, PrecheckRun> runs = new ConcurrentHashMap<>();
    private final CallStatistics statistics;
    private final RequestIds requestIds = new RequestIds();
    private final HttpDate date = new HttpDate();
    private final Gateway gateway;
    private final CloudControl control;
    private final LoopbackServer server;
    private volatile Answer unknownTask = Answer.SERVER_ERROR;
    private volatile Network network = Network.UP;

    private CloudSimulator(Vertx vertx, Clock clock, int port, List<CloudAccount> accounts) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.clock = requireNonNull(clock, "clock");
        accounts.forEach(account -> this.accounts.put(account.keyId(), account));
        if (this.accounts.isEmpty()) {
            throw new IllegalArgumentException("a cloud without accounts answers nobody");
        }
        this.statistics = new CallStatistics(clock);
        this.gateway = new Gateway(this.accounts, clock.instant());
        this.control = new CloudControl(this);
        this.server = LoopbackServer.listen(vertx, port, this::handle);
    }

    /**
     * Starts to listen on 127.0.0.1. Blocks; not for event loops.
     *
     * @param vertx gives the event loop; stays the caller's to close
     * @param clock the cloud's clock: dates of calls and the prechecks' time go by it
     * @param port 0 for any free one
     * @param accounts who may call, the first being the one that {@link #account()} means; not empty
     * @throws java.io.UncheckedIOException when the port cannot be had
     */
    public static CloudSimulator start(Vertx vertx, Clock clock, int port, List<CloudAccount> accounts) {
        return new CloudSimulator(vertx, clock, port, accounts);
    }

    /** Where it listens, ending in "/". */
    public URI endpoint() {
        return server.uri("/");
    }

    /** The first account. */
    public CloudAccount account() {
        return accounts.values().iterator().next();
    }

    /** The account with that key. */
    public Optional<CloudAccount> account(String keyId) {
        return Optional.ofNullable(accounts.get(keyId));
    }

    /** Lets a precheck go by this script, from its beginning. */
    public void script(PrecheckRef ref, Script script) {
        runs.put(ref.taskId(), new PrecheckRun(ref, script));
    }

    /** Lets these prechecks go by their scripts. */
    public void script(Map<PrecheckRef, Script> scripts) {
        scripts.forEach(this::script);
    }

    /** What is answered for a precheck that has no script, or whose instance or region is not the script's. */
    public void answerUnknownTasks(Answer answer) {
        unknownTask = requireNonNull(answer, "answer");
    }

    /** Turns the way to this cloud. */
    public void network(Network state) {
        network = requireNonNull(state, "state");
    }

    /** What was called and answered. */
    public CallStatistics statistics() {
        return statistics;
    }

    /** Closes the port and every connection. Blocks; not for event loops. */
    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpServerRequest request) {
        if (request.uri().startsWith(CloudControl.PATH)) {
            control.handle(request);
            return;
        }
        Network state = network;
        if (state != Network.UP) {
            lost(request, state);
        } else if (bodyless(request)) {
            answer(request, NO_BODY);
        } else {
            request.body().onSuccess(body -> answer(request, body.getBytes()));
        }
    }

    private void lost(HttpServerRequest request, Network state) {
        Call call = call(request, NO_BODY);
        statistics.called(call.parameter("TaskId"), call.at());
        statistics.answered(state.name());
        if (state == Network.DEAD) {
            request.connection().close();
        }
    }

    private void answer(HttpServerRequest request, byte[] body) {
        Call call = call(request, body);
        statistics.called(call.parameter("TaskId"), call.at());
        CloudReply reply = new CloudReply(vertx, request, requestIds.next(), date.at(call.at()));
        Optional<Answer> refusal = gateway.refusal(call);
        if (refusal.isPresent()) {
            give(reply, call, Optional.empty(), refusal);
            return;
        }
        Optional<PrecheckRun> run = call.parameter("TaskId").map(runs::get).filter(r -> r.isOf(call));
        if (run.isEmpty()) {
            give(reply, call, run, Optional.of(unknownTask));
            return;
        }
        PrecheckRun.Turn turn = run.get().next(call.at());
        if (turn.delay().isZero()) {
            give(reply, call, run, turn.answer());
        } else {
            vertx.setTimer(Math.max(1, turn.delay().toMillis()), timer -> give(reply, call, run, turn.answer()));
        }
    }

    /** Gives the answer, or the truth about the run when there is none. */
    private void give(CloudReply reply, Call call, Optional<PrecheckRun> run, Optional<Answer> answer) {
        Answer given = answer.orElse(null);
        if (given instanceof Answer.Refused refused) {
            statistics.answered(refused.code());
            reply.refused(refused, gateway.account(call).map(a -> a.echo(call)).orElse(""));
        } else if (given instanceof Answer.Verbatim verbatim) {
            statistics.answered("Verbatim");
            reply.verbatim(verbatim);
        } else if (given instanceof Answer.Spoilt spoilt) {
            statistics.answered(spoilt.name());
            boolean describing = spoilt != Answer.Spoilt.WITHOUT_DESCRIPTION;
            reply.spoilt(spoilt, truth(reply, run, describing).json());
        } else if (given instanceof Answer.Dripped dripped) {
            statistics.answered("Dripped");
            reply.dripped(dripped, truth(reply, run, true).json());
        } else {
            statistics.answered("OK");
            PrecheckRun.Truth truth = truth(reply, run, true);
            if (reply.json(truth.json()) && truth.ended()) {
                run.ifPresent(r -> statistics.ended(r.ref().taskId(), clock.instant()));
            }
        }
    }

    private PrecheckRun.Truth truth(CloudReply reply, Optional<PrecheckRun> run, boolean describing) {
        return run.map(r -> r.truth(clock.instant(), reply.requestId(), describing))
                .orElseGet(() -> PrecheckRun.nothing(reply.requestId()));
    }

    private Call call(HttpServerRequest request, byte[] body) {
        String path = request.path();
        MultiMap headers = request.headers();
        return new Call(
                request.method().name(),
                path == null ? "" : path,
                QueryString.parse(request.query()),
                headers,
                Optional.ofNullable(headers.get(HttpHeaders.AUTHORIZATION)).flatMap(Authorization::parse),
                body,
                clock.instant());
    }

    private static boolean bodyless(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null : length.equals("0");
    }
}
