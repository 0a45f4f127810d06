package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.answer.RpcResponse;
import io.github.precheckwatcher.cloud.answer.SafeText;
import io.github.precheckwatcher.cloud.credentials.SigningKey;
import io.github.precheckwatcher.log.OutOfMemory;
import io.github.precheckwatcher.precheck.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The calls of one account: each is one request, and one more for each kind of {@link SecondTry} that it needs. Large
 * answers are read on a worker.
 */
final class AccountCalls implements AutoCloseable {
    /** What an event loop reads itself, in bytes: at most some milliseconds of its time. */
    private static final int LARGE_BODY = 64 << 10;

    private final Account account;
    private final Caller caller;
    private final CallPermits permits;
    private final Supplier<UUID> ids;
    private final Executor worker;
    private final RpcClients clients;
    private final FailedRequest failedRequest;
    private final RenewedClient client;
    private int underWay;
    private boolean unwanted;
    private boolean closed;

    AccountCalls(
            Account account,
            Caller caller,
            CallPermits permits,
            Supplier<UUID> ids,
            Executor worker,
            RpcClients clients) {
        this.account = requireNonNull(account, "account");
        this.caller = requireNonNull(caller, "caller");
        this.permits = requireNonNull(permits, "permits");
        this.ids = requireNonNull(ids, "ids");
        this.worker = requireNonNull(worker, "worker");
        this.clients = requireNonNull(clients, "clients");
        this.failedRequest = new FailedRequest(account);
        this.client = clients.take(account);
    }

    Account account() {
        return account;
    }

    /** A call begins; before {@link #closeWhenUnused} was asked for. */
    synchronized void begun() {
        underWay++;
    }

    /** It ended, whatever became of it. */
    void ended() {
        boolean last;
        synchronized (this) {
            underWay--;
            last = unwanted && underWay == 0;
        }
        if (last) {
            close();
        }
    }

    /** No further call begins: closes when those under way have ended. */
    void closeWhenUnused() {
        boolean last;
        synchronized (this) {
            unwanted = true;
            last = underWay == 0;
        }
        if (last) {
            close();
        }
    }

    /**
     * One call within the account's read timeout, whatever it waits for; begins at once, so what is returned is subscribed
     * to once and at once. Each operator that is not needed is left out here: context propagation wraps the function of
     * each, which costs more than what it does.
     */
    Uni<PollResponse> call(RpcCall wanted) {
        Call call = new Call(wanted);
        return attempt(call, EnumSet.noneOf(SecondTry.class))
                .ifNoItem()
                .after(account.readTimeout())
                .recoverWithItem(() -> call.waitsForKey()
                        ? FailedRequest.without(caller.credentials().late(account.readTimeout()))
                        : failedRequest.timedOut(call.attempt));
    }

    /** One call, and what it waits for. */
    private static final class Call {
        private final RpcCall wanted;
        private volatile Attempt attempt;
        private volatile boolean renewing;

        Call(RpcCall wanted) {
            this.wanted = requireNonNull(wanted, "wanted");
        }

        /** A request is signed before it is connected for. */
        boolean waitsForKey() {
            Attempt last = attempt;
            return renewing || last != null && last.key().isEmpty();
        }
    }

    /** Ends the credentials; the client stays as long as others use it. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        caller.credentials().close();
        clients.giveBack(account);
    }

    private Uni<PollResponse> attempt(Call call, Set<SecondTry> tried) {
        Attempt attempt = clients.begin(ids.get().toString().replace("-", ""), caller, call.wanted.action());
        call.attempt = attempt;
        return Uni.combine()
                .any()
                // listened to first: the request goes out with the second, and may be cut before that returns
                .of(Uni.createFrom().completionStage(attempt.cut()), sent(attempt, call.wanted))
                .chain(response -> read(RpcResponse.of(response), call.wanted, attempt))
                .onFailure()
                .recoverWithItem(failure -> failedRequest.read(failure, attempt))
                .onTermination()
                .invoke(() -> ended(attempt))
                .chain(readResponse -> conclude(call, tried, attempt, readResponse));
    }

    private Uni<Response> sent(Attempt attempt, RpcCall wanted) {
        try {
            RenewedClient.Opened opened = client.take();
            attempt.goesBy(opened);
            return opened.api().call(attempt.nonce(), wanted.parameters());
        } catch (RuntimeException e) {
            return Uni.createFrom().failure(e);
        }
    }

    private void ended(Attempt attempt) {
        clients.end(attempt);
        attempt.client().ifPresent(client::giveBack);
    }

    private Uni<ReadResponse> read(RpcResponse response, RpcCall wanted, Attempt attempt) {
        return response.body().length > LARGE_BODY
                ? Uni.createFrom()
                        .item(() -> readNow(response, wanted, attempt))
                        .runSubscriptionOn(worker)
                : Uni.createFrom().item(readNow(response, wanted, attempt));
    }

    private static ReadResponse readNow(RpcResponse response, RpcCall wanted, Attempt attempt) {
        try {
            return ResponseReader.read(response, wanted, new SafeText(attempt.key()));
        } catch (RuntimeException | Error fault) {
            OutOfMemory.endIf(fault);
            return FailedRequest.broken("the answer could not be read", fault);
        }
    }

    private Uni<PollResponse> conclude(Call call, Set<SecondTry> tried, Attempt attempt, ReadResponse readResponse) {
        SecondTry wanted = readResponse.secondTry();
        if (wanted == SecondTry.NONE || tried.contains(grant(wanted))) {
            return Uni.createFrom().item(readResponse.response());
        }
        Set<SecondTry> now = EnumSet.of(grant(wanted));
        now.addAll(tried);
        return prepared(wanted, call, attempt, readResponse.serverTime())
                .chain(worthIt -> worthIt
                        ? again(call, now, readResponse)
                        : Uni.createFrom().item(readResponse.response()));
    }

    private Uni<PollResponse> again(Call call, Set<SecondTry> tried, ReadResponse first) {
        return permits.take(account.name())
                .map(taken -> true)
                .onFailure()
                .recoverWithItem(false)
                .chain(granted -> granted
                        ? attempt(call, tried).map(second -> withWaitOf(first.response(), second))
                        : Uni.createFrom().item(withoutPermit(first.response())));
    }

    /** Gets ready for a second try; false when it would be in vain. */
    private Uni<Boolean> prepared(SecondTry wanted, Call call, Attempt attempt, Optional<Instant> serverTime) {
        return switch (wanted) {
            case NONE -> Uni.createFrom().item(false);
            case NEW_NONCE, NEW_CONNECTION -> Uni.createFrom().item(true);
            case SERVER_DATE -> {
                serverTime.ifPresent(caller.clock()::correct);
                yield Uni.createFrom().item(serverTime.isPresent());
            }
            case NEW_KEY -> {
                attempt.key().ifPresent(key -> caller.credentials().renew(key.generation()));
                yield Uni.createFrom().item(true);
            }
            case CHANGED_KEY -> changedKey(call, attempt);
        };
    }

    private Uni<Boolean> changedKey(Call call, Attempt attempt) {
        Optional<SigningKey> refused = attempt.key();
        if (refused.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        caller.credentials().renew(refused.get().generation());
        call.renewing = true;
        return Uni.createFrom()
                .completionStage(caller.credentials()::fetch)
                .map(key -> !key.sameAs(refused.get()))
                // the second try says why there is none: it has no key either
                .onFailure()
                .recoverWithItem(true)
                .invoke(() -> call.renewing = false);
    }

    /** One refresh a call, whatever asked for it. */
    private static SecondTry grant(SecondTry wanted) {
        return wanted == SecondTry.CHANGED_KEY ? SecondTry.NEW_KEY : wanted;
    }

    private static PollResponse withWaitOf(PollResponse first, PollResponse second) {
        return new PollResponse(second.result(), second.retryAfter().or(first::retryAfter));
    }

    /** What was to be tried could not be: that says nothing about watch or account but that its budget is used up. */
    private PollResponse withoutPermit(PollResponse first) {
        return new PollResponse(
                new PollResult.NotSent(new Problem(
                        Problem.NETWORK,
                        "the account's budget had no call left to try once more",
                        Optional.empty(),
                        Optional.of("raise calls-per-second of the account"))),
                first.retryAfter());
    }
}
