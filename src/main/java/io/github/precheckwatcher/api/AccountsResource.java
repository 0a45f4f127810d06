package io.github.precheckwatcher.api;

import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.watch.EngineSettings;
import io.github.precheckwatcher.watch.WatchStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the accounts stand. Blocks: runs on worker threads. */
@Path("/api/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "accounts", description = "By whom the cloud is asked, and whether it answers them")
public class AccountsResource {
    private final WatchStore store;
    private final Supplier<EngineSettings> settings;
    private final Clock clock;

    AccountsResource(WatchStore store, Supplier<EngineSettings> settings, Clock clock) {
        this.store = store;
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
        Instant now = clock.instant();
        Map<String, Double> configured = settings.get().callsPerSecond();
        return new TreeMap<>(store.accounts())
                .values().stream()
                        .map(row -> AccountView.of(
                                row, Optional.ofNullable(configured.get(row.name())), store.watching(row.name()), now))
                        .toList();
    }
}
