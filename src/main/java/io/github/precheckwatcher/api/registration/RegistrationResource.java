package io.github.precheckwatcher.api.registration;

import io.github.precheckwatcher.api.http.BodyLimits;
import io.github.precheckwatcher.api.http.ProblemKind;
import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.api.http.RequestedBy;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.RequestedTasks;
import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.registration.RequestRegistration;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.WatchStore.Requested;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Registers what a request asks to be watched. Blocks: runs on worker threads, one request at a time. */
@Path(BodyLimits.REGISTRATION)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "watches", description = "What is watched, how far it is and how it ended")
public class RegistrationResource {
    /** A worker thread is held meanwhile, and a body that is not read yet keeps its connection for 30 s alone. */
    private static final int PATIENCE_SECONDS = 20;

    private static final String REASON = "reason";

    private final RequestRegistration registration;
    private final CurrentConfig config;

    /** What ten thousand entries take of memory is there once. */
    private final Semaphore turn = new Semaphore(1, true);

    RegistrationResource(RequestRegistration registration, CurrentConfig config) {
        this.registration = registration;
        this.config = config;
    }

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "registerWatches",
            summary = "Registers prechecks to be watched",
            description =
                    "One entry or a list of at most 10000, with the keys of a task in camelCase and by the rules of the"
                            + " tasks files: all or nothing, in one transaction. The same request again changes nothing. An"
                            + " entry names configured accounts and notifiers, no address and no path. What the tasks files"
                            + " name keeps their settings. No reload ends what is registered here.")
    @Parameter(
            name = REASON,
            in = ParameterIn.QUERY,
            description = "Why, in one line: for the history and the log",
            schema = @Schema(type = SchemaType.STRING, maxLength = 500))
    @RequestBody(
            required = true,
            description = "One entry or a list",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(oneOf = {WatchRequest.class, WatchRequest[].class})))
    @APIResponse(
            responseCode = "200",
            description = "What became of each entry, in the order of the request",
            content = @Content(schema = @Schema(implementation = RegisteredView[].class)))
    @APIResponse(
            responseCode = "400",
            description = "The request has mistakes, each of which is listed; nothing is registered")
    @APIResponse(
            responseCode = "409",
            description =
                    "There would be more watches than watcher.api.max-watches, or other registrations are under way")
    public List<RegisteredView> register(InputStream body, @Context UriInfo uri, @Context HttpServerRequest request) {
        Requester by = RequestedBy.of(request, new QueryParameters(uri, REASON).text(REASON));
        // a large one is not read while another one is in memory; a small one does not keep others waiting for its end
        boolean usual = BodyLimits.isUsual(request);
        byte[] read = usual ? read(body) : new byte[0];
        takeTurn();
        try {
            return register(usual ? read : read(body), by);
        } finally {
            turn.release();
        }
    }

    private List<RegisteredView> register(byte[] body, Requester by) {
        List<WatchSpec> specs;
        try {
            specs = RequestedTasks.read(body, config.config());
        } catch (ConfigException e) {
            throw mistakes(e.problems());
        }
        Requested requested = registration.register(specs, by);
        if (requested instanceof Requested.TooMany many) {
            throw new RequestProblem(ProblemKind.CONFLICT, tooMany(many));
        }
        if (requested instanceof Requested.Refused refused) {
            throw RequestProblem.mistaken(
                    "the database does not take an entry; nothing is registered",
                    List.of("[" + specs.indexOf(refused.spec()) + "]: " + refused.why()));
        }
        return ((Requested.Done) requested)
                .registered().stream().map(RegisteredView::of).toList();
    }

    private String tooMany(Requested.TooMany many) {
        return many.there() + " watches are registered by REST and commands and " + many.more()
                + " would be added, but watcher.api.max-watches is "
                + config.config().requests().most()
                + "; nothing is registered. Raise it, forget ended ones, or wait until the retention deletes them";
    }

    private static RequestProblem mistakes(List<ConfigProblem> problems) {
        List<String> mistakes = problems.stream()
                .limit(RequestedTasks.MOST_MISTAKES)
                .map(problem -> problem.key().isEmpty() ? problem.message() : problem.key() + ": " + problem.message())
                .toList();
        String count = problems.size() > RequestedTasks.MOST_MISTAKES
                ? "more than " + RequestedTasks.MOST_MISTAKES + " mistakes, of which the first are listed"
                : problems.size() == 1 ? "a mistake" : problems.size() + " mistakes";
        return RequestProblem.mistaken("the request has " + count + "; nothing is registered", mistakes);
    }

    private static byte[] read(InputStream body) {
        byte[] read;
        try {
            read = body.readNBytes(BodyLimits.LARGE + 1);
        } catch (IOException e) {
            throw RequestProblem.bad("the body ended too soon");
        }
        if (read.length > BodyLimits.LARGE) {
            throw new RequestProblem(ProblemKind.TOO_LARGE, BodyLimits.exceeds(BodyLimits.LARGE));
        }
        return read;
    }

    private void takeTurn() {
        boolean taken;
        try {
            taken = turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            taken = false;
        }
        if (!taken) {
            throw new RequestProblem(
                    ProblemKind.CONFLICT, "other registrations are under way, and this one was not begun; try again");
        }
    }
}
