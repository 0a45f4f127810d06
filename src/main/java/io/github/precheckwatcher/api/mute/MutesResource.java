package io.github.precheckwatcher.api.mute;

import io.github.precheckwatcher.api.http.Page;
import io.github.precheckwatcher.api.http.ProblemKind;
import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.api.http.RequestedBy;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.log.Requester;
import io.github.precheckwatcher.notify.LabelMatcher;
import io.github.precheckwatcher.notify.mute.Mute;
import io.github.precheckwatcher.notify.mute.MuteStore;
import io.github.precheckwatcher.notify.mute.MuteStore.Entry;
import io.github.precheckwatcher.notify.mute.MuteStore.Reach;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** Notifying nobody of some watches for a time. Blocks: runs on worker threads. */
@Path("/api/v1/mutes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "mutes", description = "Notifying nobody of some watches for a time")
public class MutesResource {
    private static final Logger LOG = Logger.getLogger(MutesResource.class);

    private final MuteStore muteStore;
    private final Supplier<UUID> ids;
    private final Clock clock;

    MutesResource(MuteStore muteStore, Supplier<UUID> ids, Clock clock) {
        this.muteStore = muteStore;
        this.ids = ids;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "listMutes",
            summary = "Lists mutes",
            description = "Those that are alive, the newest first. A Link header names the page behind this one.")
    @Parameter(
            name = "ended",
            in = ParameterIn.QUERY,
            description = "Ended ones too, as long as they are kept",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "As the Link header of the page before has it",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many at most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500", defaultValue = "500"))
    @APIResponse(
            responseCode = "200",
            description = "A page of mutes",
            headers =
                    @Header(
                            name = "Link",
                            description = "The next page, rel=next; absent on the last",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = MuteView.class)))
    @APIResponse(responseCode = "400", description = "A parameter is not known or cannot be read")
    public RestResponse<List<MuteView>> list(@Context UriInfo uri) {
        QueryParameters query = new QueryParameters(uri, "ended", Page.AFTER, Page.LIMIT);
        boolean ended = query.text("ended").map(MutesResource::flag).orElse(false);
        Page<Entry> page = Page.of(
                query,
                Page.LARGEST,
                (after, most) -> muteStore.list(ended, after, most),
                entry -> entry.mute().position());
        return page.answer(uri, page.entries().stream().map(MuteView::of).toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "mute",
            summary = "Notifies nobody of some watches for a time",
            description = "Their verdicts are kept and marked. When the mute ends each notifier that would have been"
                    + " notified gets one message that sums them up. dryRun only counts.")
    @APIResponse(
            responseCode = "200",
            description = "The mute, and how many running watches it hits now",
            content = @Content(schema = @Schema(implementation = MuteAnswer.class)))
    @APIResponse(responseCode = "400", description = "It does not say which watches, or for how long")
    @APIResponse(responseCode = "404", description = "There is no watch with one of the ids")
    @APIResponse(responseCode = "409", description = "There are as many mutes as there can be")
    public MuteAnswer mute(MuteRequest request, @Context UriInfo uri, @Context HttpServerRequest http) {
        new QueryParameters(uri);
        if (request == null) {
            throw RequestProblem.bad("the body is empty; it names match or ids, and for");
        }
        request.check();
        Duration lasts = request.duration();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Map<String, String> watches = new LinkedHashMap<>();
        request.ids().forEach(id -> watches.put(id, id));
        Mute wanted = new Mute(
                ids.get().toString(),
                request.matchers(),
                watches,
                now,
                now.plus(lasts),
                RequestedBy.of(http, request.reason()),
                Optional.empty());
        Reach reach = muteStore.reach(wanted);
        watches.replaceAll((id, name) -> named(reach, id));
        if (request.dryRun()) {
            return new MuteAnswer(Optional.empty(), reach.running(), true);
        }
        if (muteStore.alive().size() >= Mute.MOST_ALIVE) {
            throw new RequestProblem(
                    ProblemKind.CONFLICT,
                    Mute.MOST_ALIVE + " mutes are alive, and that is the most; end some of them first");
        }
        Mute mute =
                new Mute(wanted.id(), wanted.matchers(), watches, now, wanted.until(), wanted.by(), Optional.empty());
        muteStore.add(mute);
        mute.by()
                .in(line(mute, "ACTIVE").with("until", mute.until()).with("watches", reach.running()))
                .info(LOG);
        return new MuteAnswer(Optional.of(MuteView.of(new Entry(mute, 0))), reach.running(), false);
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getMute",
            summary = "Shows one mute",
            description = "Alive or ended, as long as it is kept.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "The mute's own id")
    @APIResponse(
            responseCode = "200",
            description = "The mute",
            content = @Content(schema = @Schema(implementation = MuteView.class)))
    @APIResponse(responseCode = "404", description = "There is no mute with this id")
    public MuteView get(@PathParam("id") String id, @Context UriInfo uri) {
        new QueryParameters(uri);
        return muteStore.find(id).map(MuteView::of).orElseThrow(() -> unknown(id));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "unmute",
            summary = "Ends a mute now",
            description = "What it held back is summed up now. The mute is kept as long as reports are.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "The mute's own id")
    @Parameter(
            name = "reason",
            in = ParameterIn.QUERY,
            description = "Why, on one line of at most 500 characters",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The mute as it ended",
            content = @Content(schema = @Schema(implementation = MuteView.class)))
    @APIResponse(responseCode = "404", description = "There is no mute with this id")
    @APIResponse(responseCode = "409", description = "It had ended before")
    public MuteView unmute(@PathParam("id") String id, @Context UriInfo uri, @Context HttpServerRequest http) {
        Requester by = RequestedBy.of(http, new QueryParameters(uri, "reason").text("reason"));
        Entry ended = muteStore
                .end(id, clock.instant(), Optional.of(by))
                .orElseThrow(() -> muteStore
                        .find(id)
                        .map(entry -> new RequestProblem(ProblemKind.CONFLICT, "the mute " + id + " has ended before"))
                        .orElseGet(() -> unknown(id)));
        by.in(line(ended.mute(), "ENDED").with("verdicts", ended.verdicts())).info(LOG);
        return MuteView.of(ended);
    }

    private static LogLine line(Mute mute, String state) {
        return LogLine.of("mute")
                .with("mute", mute.id())
                .with("state", state)
                .with(
                        "match",
                        list(mute.matchers().stream()
                                .map(LabelMatcher::toString)
                                .toList()))
                .with("watch", list(List.copyOf(mute.watches().values())));
    }

    /** At most so many are named on a line. */
    private static Optional<String> list(List<String> all) {
        int most = 5;
        String some = all.stream().limit(most).collect(Collectors.joining(", "));
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(some + (all.size() > most ? " and " + (all.size() - most) + " more" : ""));
    }

    private static String named(Reach reach, String id) {
        String name = reach.names().get(id);
        if (name == null) {
            throw RequestProblem.unknown("there is no watch " + id);
        }
        return name;
    }

    private static boolean flag(String written) {
        if (!written.equals("true") && !written.equals("false")) {
            throw RequestProblem.bad("ended is none of true, false");
        }
        return written.equals("true");
    }

    private static RequestProblem unknown(String id) {
        return RequestProblem.unknown("there is no mute " + id);
    }
}
