package io.github.precheckwatcher.simulator.sink;

import io.github.precheckwatcher.simulator.script.ReportText;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The control endpoint of {@link WebhookSink} for tests in another process. Parameters stand in the query. Answers
 * 204, or 400 with what is wrong.
 *
 * <pre>
 * GET  /simulator/receipts          what came, as JSON: receipts by id, and how many were refused
 * GET  /simulator/accepted          how many ids were accepted, as JSON: a number
 * POST /simulator/receipts/clear
 * POST /simulator/behaviour?[calls=N][&amp;status=500][&amp;delay=MILLISECONDS][&amp;hang=true][&amp;retry-after=SECONDS]
 *                                   for the next N verified webhooks; calls absent: for all; no parameter: be good
 * POST /simulator/behaviour?failing=0.3[&amp;seed=N][&amp;...]
 *                                   only for that share of them, drawn by lot, with status 500 unless set otherwise
 * </pre>
 */
final class SinkControl {
    static final String PATH = "/simulator/";

    private final WebhookSink sink;

    SinkControl(WebhookSink sink) {
        this.sink = sink;
    }

    void handle(HttpServerRequest request) {
        String verb = request.method().name() + " " + request.path().substring(PATH.length());
        try {
            switch (verb) {
                case "GET receipts" ->
                    request.response()
                            .putHeader("Content-Type", "application/json")
                            .end(json(sink.receipts()));
                case "GET accepted" ->
                    request.response()
                            .putHeader("Content-Type", "application/json")
                            .end(sink.receipts().acceptedIds() + "\n");
                case "POST receipts/clear" -> {
                    sink.receipts().clear();
                    request.response().setStatusCode(204).end();
                }
                case "POST behaviour" -> {
                    sink.behave(behaviour(request.params()));
                    request.response().setStatusCode(204).end();
                }
                default -> throw new IllegalArgumentException("nothing is called " + verb);
            }
        } catch (IllegalArgumentException e) {
            request.response().setStatusCode(400).end(e.getMessage() + "\n");
        }
    }

    private static SinkBehaviour behaviour(MultiMap parameters) {
        if (parameters.isEmpty()) {
            return SinkBehaviour.GOOD;
        }
        Optional<Double> failing = value(parameters, "failing").map(Double::parseDouble);
        int status = failing.isPresent() ? 500 : 200;
        return new SinkBehaviour(
                value(parameters, "calls").map(Integer::parseInt).orElse(Integer.MAX_VALUE),
                value(parameters, "status").map(Integer::parseInt).orElse(status),
                Duration.ofMillis(
                        value(parameters, "delay").map(Long::parseLong).orElse(0L)),
                value(parameters, "hang").filter("true"::equals).isPresent(),
                value(parameters, "retry-after").map(Long::parseLong).map(Duration::ofSeconds),
                failing.orElse(1.0),
                value(parameters, "seed").map(Long::parseLong).orElse(0L));
    }

    private static Optional<String> value(MultiMap parameters, String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    private static String json(Receipts receipts) {
        String members = receipts.byId().entrySet().stream()
                .map(r -> ReportText.quoted(r.getKey()) + ":" + json(r.getValue()))
                .collect(Collectors.joining(","));
        return "{\"rejected\":" + receipts.rejected() + ",\"receipts\":{" + members + "}}\n";
    }

    private static String json(Receipts.Receipt receipt) {
        return "{\"arrivals\":" + receipt.arrivals()
                + ",\"count\":" + receipt.accepted()
                + ",\"bodies\":" + receipt.bodies().size()
                + receipt.firstAcceptedAt()
                        .map(at -> ",\"firstAt\":" + at.toEpochMilli())
                        .orElse("")
                + member("type", receipt.event().type())
                + member("subject", receipt.event().subject())
                + member("outcome", receipt.event().outcome())
                + member("taskId", receipt.event().taskId())
                + "}";
    }

    private static String member(String name, Optional<String> value) {
        return value.map(v -> ",\"" + name + "\":" + ReportText.quoted(v)).orElse("");
    }
}
