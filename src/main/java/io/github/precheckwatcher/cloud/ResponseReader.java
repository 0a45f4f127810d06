package io.github.precheckwatcher.cloud;

import io.github.precheckwatcher.cloud.answer.Envelope;
import io.github.precheckwatcher.cloud.answer.ResponseBody;
import io.github.precheckwatcher.cloud.answer.ResponseFields;
import io.github.precheckwatcher.cloud.answer.RpcResponse;
import io.github.precheckwatcher.cloud.answer.SafeText;
import io.github.precheckwatcher.http.ClientCertificate;
import io.github.precheckwatcher.http.ProxyRefusal;
import io.github.precheckwatcher.http.Refusal;
import io.github.precheckwatcher.precheck.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says what an HTTP answer means: what is wrong by the gateway's codes and the status, what is good as the action reads
 * it. Pure; never throws for what the answer says.
 */
final class ResponseReader {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,18}");
    private static final Optional<String> ASK_SUPPORT =
            Optional.of("if it stays, ask the vendor's support, naming the RequestId");
    /** The vendor asks for none, so it is no account's matter. */
    static final String NO_CLIENT_CERTIFICATE =
            "the vendor's endpoints ask for none: let what stands between here and the endpoint (proxy, gateway, firewall)"
                    + " pass the calls without one";

    private static final Optional<String> LOOK_AT_THE_WAY =
            Optional.of("look at what stands between here and the endpoint: proxy, gateway, firewall");

    private final RpcResponse response;
    private final RpcCall call;
    private final SafeText safe;
    private final Envelope envelope;
    private final Optional<String> requestId;

    private ResponseReader(RpcResponse response, RpcCall call, SafeText safe) {
        this.response = response;
        this.call = call;
        this.safe = safe;
        this.envelope = Envelope.read(response.body(), call.fields());
        this.requestId = safe.word(envelope.get(ResponseFields.REQUEST_ID)).or(() -> safe.word(response.requestId()));
    }

    /**
     * Reads an answer.
     *
     * @param call what was asked
     * @param safe knows the key that the request was signed with
     */
    static ReadResponse read(RpcResponse response, RpcCall call, SafeText safe) {
        return new ResponseReader(response, call, safe).read();
    }

    private ReadResponse read() {
        boolean good = response.status() / 100 == 2;
        Optional<String> code = safe.word(envelope.get(ResponseFields.CODE)).filter(c -> !ErrorMeaning.success(c));
        if (good && !envelope.whole()) {
            return readResponse(malformed("is not the JSON object it should be; " + beginning()));
        }
        if (!good) {
            return code.map(this::byCode).orElseGet(() -> readResponse(byStatus()));
        }
        RpcCall.Meaning meaning = call.read(new ResponseBody(envelope, safe, requestId));
        if (meaning instanceof RpcCall.Meaning.Documented documented) {
            return readResponse(documented.good());
        } else if (code.isPresent()) {
            return byCode(code.get());
        } else if (meaning instanceof RpcCall.Meaning.Undocumented undocumented) {
            return readResponse(undocumented.good());
        } else if (meaning instanceof RpcCall.Meaning.Nothing nothing) {
            return readResponse(malformed(nothing.why() + "; " + beginning()));
        }
        throw new IllegalStateException("a meaning without a rule: " + meaning);
    }

    private ReadResponse byCode(String code) {
        ErrorMeaning error = ErrorMeaning.of(code, call);
        String said = safe.message(envelope.get(ResponseFields.MESSAGE).orElse(""));
        String message = said.isEmpty() ? "HTTP " + response.status() + ", no message" : said;
        Problem problem = new Problem(code, message, requestId, error.remedy());
        return switch (error.kind()) {
            case THROTTLED -> readResponse(new PollResult.Throttled(problem));
            case WAY -> readResponse(new PollResult.TransportFailed(problem));
            case NONCE -> readResponse(new PollResult.WatchFault(problem), SecondTry.NEW_NONCE);
            case KEY -> readResponse(new PollResult.AccountRefused(problem), SecondTry.NEW_KEY);
            case SIGNATURE -> readResponse(new PollResult.AccountRefused(problem), SecondTry.CHANGED_KEY);
            case CLOCK -> readResponse(new PollResult.AccountRefused(problem), SecondTry.SERVER_DATE);
            case ACCOUNT -> readResponse(new PollResult.AccountRefused(problem));
            case PERMISSION -> readResponse(new PollResult.PermissionRefused(problem));
            case PARAMETER -> readResponse(new PollResult.WatchRefused(problem));
            case WATCH -> readResponse(new PollResult.WatchFault(problem));
        };
    }

    /** The status speaks only where there is no code. */
    private PollResult byStatus() {
        String message = "HTTP " + response.status() + " without a Code; " + beginning();
        if (response.status() == 429) {
            return new PollResult.Throttled(
                    network(message, ErrorMeaning.throttled().remedy()));
        }
        if (response.status() / 100 == 3) {
            return new PollResult.AccountRefused(network(
                    "HTTP " + response.status() + ": the endpoint points elsewhere; redirects are not followed",
                    ErrorMeaning.wrongEndpoint(call.action()).remedy()));
        }
        return new PollResult.TransportFailed(refusal()
                .map(known -> network(known.words(), Optional.of(known.remedy())))
                .orElseGet(() -> network(message, LOOK_AT_THE_WAY)));
    }

    /** What answers so is not the vendor's service, but something before it. */
    private Optional<Refusal> refusal() {
        return switch (response.status()) {
            case 413, 414, 431 ->
                Optional.of(new Refusal(
                        "HTTP " + response.status() + ": something before the endpoint takes no request of this size",
                        "a call has no body and about 2 KB of headers: raise the limit of the proxy, gateway or firewall"
                                + " between here and the endpoint"));
            default ->
                ProxyRefusal.ofUnknown(response.status())
                        .or(() -> ClientCertificate.ofAnswer(response.status(), response.body())
                                .map(certificate -> new Refusal(
                                        "HTTP " + response.status() + ": what answers at the endpoint "
                                                + certificate.words(),
                                        NO_CLIENT_CERTIFICATE)));
        };
    }

    private PollResult malformed(String what) {
        return new PollResult.WatchFault(new Problem(Problem.MALFORMED, "the answer " + what, requestId, ASK_SUPPORT));
    }

    private Problem network(String message, Optional<String> remedy) {
        return new Problem(Problem.NETWORK, message, requestId, remedy);
    }

    private String beginning() {
        return envelope.text().isEmpty() && response.body().length > 0
                ? "it is not UTF-8"
                : safe.excerpt(envelope.text());
    }

    private ReadResponse readResponse(PollResult result) {
        return readResponse(result, SecondTry.NONE);
    }

    private ReadResponse readResponse(PollResult result, SecondTry secondTry) {
        return new ReadResponse(
                new PollResponse(result, retryAfter()),
                secondTry,
                secondTry == SecondTry.SERVER_DATE ? response.serverTime() : Optional.empty());
    }

    /** {@code x-acs-retry-after}: positive whole milliseconds, as the vendor's own tool reads it; else ignored. */
    private Optional<Duration> retryAfter() {
        return response.retryAfter()
                .map(String::strip)
                .filter(text -> MILLISECONDS.matcher(text).matches())
                .map(text -> Duration.ofMillis(Long.parseLong(text)))
                .filter(wait -> !wait.isZero())
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }
}
