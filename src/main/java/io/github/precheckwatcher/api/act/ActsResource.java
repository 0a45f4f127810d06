package io.github.precheckwatcher.api.act;

import io.github.precheckwatcher.api.KnownAccounts;
import io.github.precheckwatcher.api.WatchViews;
import io.github.precheckwatcher.api.http.ProblemKind;
import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.api.http.RequestedBy;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.registration.act.ActEffect;
import io.github.precheckwatcher.registration.act.ActResult;
import io.github.precheckwatcher.registration.act.ActsOnWatches;
import io.github.precheckwatcher.registration.act.ForgetWatches;
import io.github.precheckwatcher.watch.act.Act;
import io.github.precheckwatcher.watch.act.Selection;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators do to watches: one, some, or all that fit a filter. Blocks: runs on worker threads. */
@Path("/api/v1/watches")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "watches")
public class ActsResource {
    private final ActsOnWatches acts;
    private final ForgetWatches forgetWatches;
    private final WatchViews views;
    private final KnownAccounts accounts;

    ActsResource(ActsOnWatches acts, ForgetWatches forgetWatches, WatchViews views, KnownAccounts accounts) {
        this.acts = acts;
        this.forgetWatches = forgetWatches;
        this.views = views;
        this.accounts = accounts;
    }

    @POST
    @Path("cancel")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "cancelWatches",
            summary = "Ends running watches as CANCELLED",
            description = "What is under way for them counts no more. A verdict is written; who asks for"
                    + " CANCELLED is notified. Ended ones stay as they are.")
    @APIResponse(
            responseCode = "200",
            description = "What became of each, or would",
            content = @Content(schema = @Schema(implementation = ActAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description = "Neither ids nor a filter without all, or they cannot be read, or no watch can have them")
    @APIResponse(responseCode = "404", description = "One of the ids is no watch's; nothing was done")
    public ActAnswer cancel(ActRequest request, @Context UriInfo uri, @Context HttpServerRequest http) {
        return act(Act.CANCEL, request, uri, http);
    }

    @POST
    @Path("{id}/cancel")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "cancelWatch",
            summary = "Ends a running watch as CANCELLED",
            description = "As cancelWatches. One that has ended stays as it is.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "The watch's own id")
    @APIResponse(
            responseCode = "200",
            description = "What became of it",
            content = @Content(schema = @Schema(implementation = ActResultView.class)))
    @APIResponse(responseCode = "404", description = "There is no watch with this id")
    public ActResultView cancelOne(
            @PathParam("id") String id, ReasonRequest request, @Context UriInfo uri, @Context HttpServerRequest http) {
        return actOne(Act.CANCEL, id, request, uri, http);
    }

    @POST
    @Path("poll")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "pollWatches",
            summary = "Has running watches polled out of turn",
            description = "Their next poll is due now. It spends a call of the account as any other, and waits"
                    + " where the account may not call: waitsFor says so.")
    @APIResponse(
            responseCode = "200",
            description = "What became of each, or would",
            content = @Content(schema = @Schema(implementation = ActAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description = "Neither ids nor a filter without all, or they cannot be read, or no watch can have them")
    @APIResponse(responseCode = "404", description = "One of the ids is no watch's; nothing was done")
    public ActAnswer poll(ActRequest request, @Context UriInfo uri, @Context HttpServerRequest http) {
        return act(Act.POLL, request, uri, http);
    }

    @POST
    @Path("{id}/poll")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "pollWatch",
            summary = "Has a running watch polled out of turn",
            description = "As pollWatches. One that is being polled, or has ended, stays as it is.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "The watch's own id")
    @APIResponse(
            responseCode = "200",
            description = "What became of it",
            content = @Content(schema = @Schema(implementation = ActResultView.class)))
    @APIResponse(responseCode = "404", description = "There is no watch with this id")
    public ActResultView pollOne(
            @PathParam("id") String id, ReasonRequest request, @Context UriInfo uri, @Context HttpServerRequest http) {
        return actOne(Act.POLL, id, request, uri, http);
    }

    @POST
    @Path("rewatch")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rewatchWatches",
            summary = "Begins a further round of ended watches",
            description = "With a new deadline and, in the end, a verdict of its own; by what the tasks file"
                    + " says now, if it names the watch. All that fit, or none: in one transaction.")
    @APIResponse(
            responseCode = "200",
            description = "What became of each, or would",
            content = @Content(schema = @Schema(implementation = ActAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description = "Neither ids nor a filter without all, or they cannot be read, or no watch can have them")
    @APIResponse(responseCode = "404", description = "One of the ids is no watch's; nothing was done")
    public ActAnswer rewatch(ActRequest request, @Context UriInfo uri, @Context HttpServerRequest http) {
        return act(Act.REWATCH, request, uri, http);
    }

    @POST
    @Path("{id}/rewatch")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rewatchWatch",
            summary = "Begins a further round of an ended watch",
            description = "As rewatchWatches. One that runs stays as it is.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "The watch's own id")
    @APIResponse(
            responseCode = "200",
            description = "What became of it",
            content = @Content(schema = @Schema(implementation = ActResultView.class)))
    @APIResponse(responseCode = "404", description = "There is no watch with this id")
    public ActResultView rewatchOne(
            @PathParam("id") String id, ReasonRequest request, @Context UriInfo uri, @Context HttpServerRequest http) {
        return actOne(Act.REWATCH, id, request, uri, http);
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "forgetWatch",
            summary = "Forgets an ended watch",
            description =
                    "It is deleted with its verdicts, history and deliveries, as if it had never been; the verdict"
                            + " before is the last one of its instance again. The history says who asked.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "The watch's own id")
    @Parameter(
            name = "reason",
            in = ParameterIn.QUERY,
            description = "Why; one line for the history and the log",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "It is deleted",
            content = @Content(schema = @Schema(implementation = ActResultView.class)))
    @APIResponse(responseCode = "404", description = "There is no watch with this id")
    @APIResponse(
            responseCode = "409",
            description = "It runs, a tasks file names it, something of it is still to be sent, or its alert fires")
    public ActResultView forget(@PathParam("id") String id, @Context UriInfo uri, @Context HttpServerRequest http) {
        QueryParameters query = new QueryParameters(uri, "reason");
        ForgetWatches.Result result = forgetWatches.forget(id, RequestedBy.of(http, query.text("reason")));
        if (result instanceof ForgetWatches.Result.Done done) {
            return ActResultView.of(new ActResult(done.watch(), ActEffect.FORGOTTEN), views.waiting());
        }
        if (result instanceof ForgetWatches.Result.Refused refused) {
            throw new RequestProblem(ProblemKind.CONFLICT, refused.why());
        }
        throw unknown(List.of(id));
    }

    private ActAnswer act(Act act, ActRequest request, UriInfo uri, HttpServerRequest http) {
        new QueryParameters(uri);
        if (request == null) {
            throw RequestProblem.bad("the body is empty; it names ids, a filter, or all: true");
        }
        Requester by = RequestedBy.of(http, request.reason());
        Selection selection = request.selection(act);
        request.account().ifPresent(accounts::require);
        requireThere(act, selection);
        return request.dryRun()
                ? ActAnswer.counted(acts.preview(act, selection))
                : ActAnswer.done(acts.perform(act, selection, by), views.waiting());
    }

    private ActResultView actOne(Act act, String id, ReasonRequest request, UriInfo uri, HttpServerRequest http) {
        Optional<String> reason = Optional.ofNullable(request).flatMap(ReasonRequest::reason);
        return act(act, ActRequest.of(id, reason), uri, http).results().stream()
                .findFirst()
                .orElseThrow(() -> unknown(List.of(id)));
    }

    private void requireThere(Act act, Selection selection) {
        if (selection instanceof Selection.ByIds named) {
            Set<String> there = acts.preview(act, selection).stream()
                    .map(result -> result.watch().id())
                    .collect(Collectors.toSet());
            List<String> unknown =
                    named.ids().stream().filter(id -> !there.contains(id)).toList();
            if (!unknown.isEmpty()) {
                throw unknown(unknown);
            }
        }
    }

    private static RequestProblem unknown(List<String> ids) {
        String more = ids.size() == 1 ? "" : ", nor " + (ids.size() - 1) + " others of the ids";
        return RequestProblem.unknown("there is no watch " + ids.get(0) + more);
    }
}
