package io.github.precheckwatcher.api;

import io.github.precheckwatcher.api.AccountProbe.Probed;
import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.api.http.RequestedBy;
import io.github.precheckwatcher.watch.EngineSettings;
import io.github.precheckwatcher.watch.WatchStore;
import io.github.precheckwatcher.watch.WatchStore.Running;
import io.github.precheckwatcher.watch.account.AccountRow;
import io.vertx.core.http.HttpServerRequest;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the accounts stand, and asking the cloud about one now. Blocks: runs on worker threads. */
@Path("/api/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "accounts", description = "By whom the cloud is asked, and whether it answers them")
public class AccountsResource {
    private final WatchStore store;
    private final AccountProbe probe;
    private final Supplier<EngineSettings> settings;
    private final Clock clock;

    AccountsResource(WatchStore store, AccountProbe probe, Supplier<EngineSettings> settings, Clock clock) {
        this.store = store;
        this.probe = probe;
        this.settings = settings;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "listAccounts",
            summary = "Says how each account stands",
            description = "By name. Beside the configured ones stand those that only the store knows: no longer"
                    + " configured, or configured on another node.")
    @APIResponse(
            responseCode = "200",
            description = "The accounts",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = AccountView.class)))
    public List<AccountView> list(@Context UriInfo uri) {
        new QueryParameters(uri);
        return views(store.accounts());
    }

    @POST
    @Path("{name}/probe")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "probeAccount",
            summary = "Has the cloud asked now for an account that is UNREACHABLE or SUSPENDED",
            description =
                    "Instead of at the next probe; it spends a call of the budget as any. Answers what came of it, or"
                            + " within 20 s that it is due.")
    @Parameter(name = "name", in = ParameterIn.PATH, description = "The name under watcher.accounts")
    @RequestBody(
            description = "An object, which may be empty, or nothing; the content type is what counts",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProbeRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "What came of it, also that there was no reason for it",
            content = @Content(schema = @Schema(implementation = ProbeAnswer.class)))
    @APIResponse(responseCode = "404", description = "There is no account of this name")
    public ProbeAnswer probe(
            @PathParam("name") String name,
            ProbeRequest request,
            @Context UriInfo uri,
            @Context HttpServerRequest http) {
        new QueryParameters(uri);
        ProbeRequest asked = request == null ? ProbeRequest.plain() : request;
        Probed probed = probe.probe(name, RequestedBy.of(http, asked.reason()))
                .orElseThrow(() -> RequestProblem.unknown("there is no account " + name));
        AccountView view = views(Map.of(name, probed.account())).get(0);
        return new ProbeAnswer(probed.result(), meaning(probed.result(), view), view);
    }

    private static String meaning(ProbeAnswer.Result result, AccountView account) {
        String name = "account " + account.name();
        String why = account.problem()
                .map(problem -> ": " + problem.code()
                        + problem.remedy().map(remedy -> "; " + remedy).orElse(""))
                .orElse("");
        return switch (result) {
            case RECOVERED -> name + " works again; its watches go on";
            case FAILED -> name + " was probed and is still " + account.state() + why;
            case DUE ->
                account.configured().isPresent()
                        ? "the probe of " + name + " is due now; it is made as soon as the budget has a call for it"
                        : "the probe of " + name + " is due now; a node whose file names the account makes it";
            case NOT_NEEDED -> name + " is " + account.state() + "; its watches are polled as they come due";
            case NO_WATCH ->
                name + " is " + account.state() + why + "; no watch runs by it, so there is nothing to ask";
        };
    }

    /** By name. */
    private List<AccountView> views(Map<String, AccountRow> rows) {
        Instant now = clock.instant();
        Map<String, Double> configured = settings.get().callsPerSecond();
        Map<String, Running> running = store.running();
        return new TreeMap<>(rows)
                .values().stream()
                        .map(row -> AccountView.of(
                                row,
                                Optional.ofNullable(configured.get(row.name())),
                                running.getOrDefault(row.name(), Running.NONE),
                                now))
                        .toList();
    }
}
