package io.github.precheckwatcher.api;

import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.notify.CurrentNotifySettings;
import io.github.precheckwatcher.notify.Member;
import io.github.precheckwatcher.notify.Notifier;
import io.github.precheckwatcher.notify.NotifierSettings;
import io.github.precheckwatcher.notify.dispatch.Notifiers;
import io.github.precheckwatcher.notify.outbox.DeliveryQueries;
import io.github.precheckwatcher.notify.outbox.NotifierRow;
import io.github.precheckwatcher.notify.outbox.Outbox;
import io.github.precheckwatcher.notify.route.DryRun;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the notifiers stand, and trying one. */
@Path("/api/v1/notifiers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "notifiers", description = "Who is notified, and whether they can be")
public class NotifiersResource {
    private final CurrentNotifySettings settings;
    private final Notifiers notifiers;
    private final DryRun dryRun;
    private final DeliveryQueries deliveryQueries;
    private final Outbox outbox;
    private final FaultLog faults;
    private final Clock clock;

    NotifiersResource(
            CurrentNotifySettings settings,
            Notifiers notifiers,
            DryRun dryRun,
            DeliveryQueries deliveryQueries,
            Outbox outbox,
            FaultLog faults,
            Clock clock) {
        this.settings = settings;
        this.notifiers = notifiers;
        this.dryRun = dryRun;
        this.deliveryQueries = deliveryQueries;
        this.outbox = outbox;
        this.faults = faults;
        this.clock = clock;
    }

    /** The configured ones in the file's order, then those that only the store knows. */
    @GET
    @Operation(
            operationId = "listNotifiers",
            summary = "Says how each notifier stands",
            description = "Neither addresses nor secrets. Behind the configured ones stand those that only the store"
                    + " knows: no longer configured, or configured on another node.")
    @APIResponse(
            responseCode = "200",
            description = "The notifiers",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = NotifierView.class)))
    public List<NotifierView> list(@Context UriInfo uri) {
        new QueryParameters(uri);
        Map<String, NotifierRow> rows =
                deliveryQueries.notifiers().stream().collect(Collectors.toMap(NotifierRow::name, Function.identity()));
        Map<String, Map<Outbox.State, Long>> counts = counts();
        Map<String, List<Member>> members = notifiers.all().stream()
                .collect(Collectors.toMap(
                        Notifier::name, notifier -> notifier.itself().members()));
        Instant now = clock.instant();
        Map<String, Optional<NotifierSettings>> all = new LinkedHashMap<>();
        settings.settings().notifiers().forEach(notifier -> all.put(notifier.name(), Optional.of(notifier)));
        new TreeSet<>(counts.keySet()).forEach(name -> all.putIfAbsent(name, Optional.empty()));
        List<NotifierView> views = new ArrayList<>();
        all.forEach((name, notifier) -> views.add(NotifierView.of(
                notifier,
                rows.getOrDefault(name, NotifierRow.fresh(name)),
                faults.ofNotifier(name),
                members.getOrDefault(name, List.of()),
                counts.getOrDefault(name, none()),
                now)));
        return views;
    }

    /** Does not block: the sample goes out as a delivery would. */
    @POST
    @Path("{name}/test")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "testNotifier",
            summary = "Sends a marked sample to one notifier",
            description =
                    "On the notifier's own way, signed as a delivery is, and answers what came back. The sample is"
                            + " not kept.")
    @Parameter(name = "name", in = ParameterIn.PATH, description = "The name under watcher.notifiers")
    @RequestBody(
            required = true,
            description = "An empty object, or nothing; the content type is what counts",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.OBJECT, maxProperties = 0)))
    @APIResponse(
            responseCode = "200",
            description = "What came back, a refusal too",
            content = @Content(schema = @Schema(implementation = TestAnswer.class)))
    @APIResponse(responseCode = "404", description = "No notifier has this name")
    public Uni<TestAnswer> test(@PathParam("name") String name, @Context UriInfo uri) {
        new QueryParameters(uri);
        Notifiers.Open chosen = notifiers
                .find(name)
                .orElseThrow(() -> RequestProblem.unknown(settings.settings().unknown(name)));
        return dryRun.sample(chosen.settings(), chosen.notifier()).map(result -> TestAnswer.of(name, result));
    }

    private Map<String, Map<Outbox.State, Long>> counts() {
        Map<String, Map<Outbox.State, Long>> counts = new LinkedHashMap<>();
        outbox.counts()
                .forEach((key, count) ->
                        counts.computeIfAbsent(key.notifier(), name -> none()).put(key.state(), count));
        return counts;
    }

    private static Map<Outbox.State, Long> none() {
        Map<Outbox.State, Long> none = new EnumMap<>(Outbox.State.class);
        for (Outbox.State state : Outbox.State.values()) {
            none.put(state, 0L);
        }
        return none;
    }
}
