package io.github.precheckwatcher.simulator.cloud;

import io.github.precheckwatcher.simulator.script.ReportText;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The control endpoint of {@link CloudSimulator}: lets tests in another process turn its switches. Parameters stand in
 * the query; {@code key} names another account than the first. Answers 204, or 400 with what is wrong.
 *
 * <pre>
 * GET  /simulator/statistics                    counted calls as JSON
 * POST /simulator/statistics/reset
 * POST /simulator/permission?granted=BOOLEAN    with task=ID (repeatable) and granted=false: these alone
 * POST /simulator/secret                        the new secret is the body
 * POST /simulator/token                         the new security token is the body; expired=true: it expires
 * POST /simulator/key?active=BOOLEAN
 * POST /simulator/network?state=up|dead|silent
 * POST /simulator/throttle?rate=CALLS_PER_SECOND[&amp;status=429][&amp;retry-after=MILLISECONDS]    rate=0: off
 * POST /simulator/echo?on=BOOLEAN               whether error messages repeat secrets
 * </pre>
 */
final class CloudControl {
    static final String PATH = "/simulator/";

    private final CloudSimulator simulator;

    CloudControl(CloudSimulator simulator) {
        this.simulator = simulator;
    }

    void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            try {
                answer(request, body.toString());
            } catch (IllegalArgumentException e) {
                request.response().setStatusCode(400).end(e.getMessage() + "\n");
            }
        });
    }

    private void answer(HttpServerRequest request, String body) {
        String verb = request.path().substring(PATH.length());
        if (request.method().name().equals("GET") && verb.equals("statistics")) {
            String json = json(simulator.statistics().snapshot());
            request.response().putHeader("Content-Type", "application/json").end(json);
            return;
        } else if (!request.method().name().equals("POST")) {
            throw new IllegalArgumentException("nothing to see at " + request.path());
        }
        turn(verb, request.params(), body.strip());
        request.response().setStatusCode(204).end();
    }

    private void turn(String verb, MultiMap parameters, String body) {
        switch (verb) {
            case "statistics/reset" -> simulator.statistics().reset();
            case "permission" -> permission(account(parameters), parameters);
            case "secret" -> account(parameters).rotate(body);
            case "token" -> token(account(parameters), parameters, body);
            case "key" -> account(parameters).activate(flag(parameters, "active"));
            case "network" ->
                simulator.network(Network.valueOf(needed(parameters, "state").toUpperCase(Locale.ROOT)));
            case "throttle" -> account(parameters).limit(limit(parameters));
            case "echo" -> account(parameters).echo(flag(parameters, "on"));
            default -> throw new IllegalArgumentException("no switch is called " + verb);
        }
    }

    private CloudAccount account(MultiMap parameters) {
        String keyId = parameters.get("key");
        return keyId == null
                ? simulator.account()
                : simulator.account(keyId).orElseThrow(() -> new IllegalArgumentException("no account has that key"));
    }

    private static void permission(CloudAccount account, MultiMap parameters) {
        List<String> tasks = parameters.getAll("task");
        if (flag(parameters, "granted")) {
            account.grant();
        } else if (tasks.isEmpty()) {
            account.revoke();
        } else {
            account.revoke(tasks);
        }
    }

    private static void token(CloudAccount account, MultiMap parameters, String body) {
        if (!body.isEmpty()) {
            account.renewToken(body);
        }
        if (parameters.contains("expired") && flag(parameters, "expired")) {
            account.expireToken();
        }
    }

    private static Optional<RateLimit> limit(MultiMap parameters) {
        double rate = Double.parseDouble(needed(parameters, "rate"));
        if (rate == 0) {
            return Optional.empty();
        }
        int status =
                Integer.parseInt(Optional.ofNullable(parameters.get("status")).orElse("429"));
        Optional<Duration> retryAfter = Optional.ofNullable(parameters.get("retry-after"))
                .map(Long::parseLong)
                .map(Duration::ofMillis);
        return Optional.of(new RateLimit(rate, status, retryAfter));
    }

    private static boolean flag(MultiMap parameters, String name) {
        return switch (needed(parameters, name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + " is true or false");
        };
    }

    private static String needed(MultiMap parameters, String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static String json(CallStatistics.Snapshot counted) {
        String buckets =
                IntStream.of(counted.buckets()).mapToObj(Integer::toString).collect(Collectors.joining(","));
        return "{\"startedAt\":" + counted.startedAt().toEpochMilli()
                + ",\"calls\":" + counted.calls()
                + ",\"bucketMillis\":" + CallStatistics.BUCKET.toMillis()
                + ",\"buckets\":[" + buckets + "]"
                + ",\"codes\":" + object(counted.codes(), Object::toString)
                + ",\"callsByTask\":" + object(counted.callsByTask(), Object::toString)
                + ",\"endedByTask\":" + object(counted.endedByTask(), at -> Long.toString(at.toEpochMilli()))
                + "}\n";
    }

    private static <T> String object(Map<String, T> members, Function<T, String> written) {
        return members.entrySet().stream()
                .map(m -> ReportText.quoted(m.getKey()) + ":" + written.apply(m.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
