package io.github.precheckwatcher.api.verdict;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.precheckwatcher.api.KnownAccounts;
import io.github.precheckwatcher.api.WatchViews;
import io.github.precheckwatcher.api.http.AcceptedForm;
import io.github.precheckwatcher.api.http.ConnectedOutput;
import io.github.precheckwatcher.api.http.LabelMatchers;
import io.github.precheckwatcher.api.http.Page;
import io.github.precheckwatcher.api.http.QueryParameters;
import io.github.precheckwatcher.api.http.RequestProblem;
import io.github.precheckwatcher.log.LogLine;
import io.github.precheckwatcher.notify.mute.MuteStore;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.watch.VerdictQueries;
import io.github.precheckwatcher.watch.VerdictQueries.Concluded;
import io.github.precheckwatcher.watch.VerdictQueries.Ended;
import io.github.precheckwatcher.watch.VerdictQueries.Filter;
import io.github.precheckwatcher.watch.Watch;
import io.github.precheckwatcher.watch.WatchQueries;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** What every round came to. Blocks: runs on worker threads. */
@Path("/api/v1/verdicts")
@Blocking
@Tag(name = "verdicts", description = "What every round of every watch came to")
public class VerdictsResource {
    /** CSV, as RFC 7111 registers it. */
    public static final String CSV = "text/csv";

    private static final Logger LOG = Logger.getLogger(VerdictsResource.class);

    private static final MediaType CSV_ANSWER = MediaType.valueOf(CSV + ";charset=UTF-8;header=present");

    /** The first is what who accepts anything gets. */
    private static final List<String> FORMS = List.of(MediaType.APPLICATION_JSON, CSV);

    private static final int PAGE = 50;
    /** So many verdicts are written at a time, each time out of a query of their own. */
    private static final int PART = 100;
    /** The longest text of a filter, in characters. */
    private static final int TEXT = 200;

    private final VerdictQueries verdictQueries;
    private final WatchQueries watchQueries;
    private final MuteStore muteStore;
    private final WatchViews views;
    private final KnownAccounts accounts;
    private final ObjectMapper json;

    VerdictsResource(
            VerdictQueries verdictQueries,
            WatchQueries watchQueries,
            MuteStore muteStore,
            WatchViews views,
            KnownAccounts accounts,
            ObjectMapper json) {
        this.verdictQueries = verdictQueries;
        this.watchQueries = watchQueries;
        this.muteStore = muteStore;
        this.views = views;
        this.accounts = accounts;
        this.json = json;
    }

    /** What it produces stands in the responses below; which of them a caller gets is decided here. */
    @GET
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "listVerdicts",
            summary = "Lists verdicts",
            description =
                    "The newest first, of all rounds, as long as the retention keeps them. All parameters that are"
                            + " given must hold; name, q and match look at the watch as it is now. As JSON pages follow each other"
                            + " by next, which a Link header names too. As text/csv it is the whole list, streamed: limit and after"
                            + " are refused.")
    @Parameter(
            name = "since",
            in = ParameterIn.QUERY,
            description = "Only those observed at or after this time",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "until",
            in = ParameterIn.QUERY,
            description = "Only those observed before this time",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "outcome",
            in = ParameterIn.QUERY,
            description = "Only with this outcome",
            schema = @Schema(implementation = Outcome.class))
    @Parameter(
            name = "account",
            in = ParameterIn.QUERY,
            description = "Only of this account",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "region",
            in = ParameterIn.QUERY,
            description = "Only with this UniRegionId",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "match",
            in = ParameterIn.QUERY,
            description = "A label matcher as Alertmanager's, for example env=\"prod\"; may be repeated",
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    @Parameter(
            name = "name",
            in = ParameterIn.QUERY,
            description = "Only with this name; * stands for any characters, upper and lower case are the same",
            schema = @Schema(type = SchemaType.STRING, maxLength = TEXT))
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            description = "Only with this text in name, task id or instance UUID",
            schema = @Schema(type = SchemaType.STRING, maxLength = TEXT))
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "next of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many at most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500", defaultValue = "50"))
    @APIResponse(
            responseCode = "200",
            description = "A page of verdicts, or all of them as CSV: a line with the columns' names, then a line each",
            headers =
                    @Header(
                            name = "Link",
                            description = "The next page, rel=next; absent on the last",
                            schema = @Schema(type = SchemaType.STRING)),
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = VerdictPage.class)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "400",
            description = "A parameter is not known, cannot be read, or names what no verdict can have")
    public Response list(@Context UriInfo uri, @Context HttpHeaders headers, @Context HttpServerResponse response) {
        QueryParameters query = new QueryParameters(
                uri, "since", "until", "outcome", "account", "region", "match", "name", "q", Page.AFTER, Page.LIMIT);
        Filter filter = new Filter(
                query.time("since"),
                query.time("until"),
                query.word("outcome", Outcome.class),
                query.text("account"),
                query.text("region"),
                query.text("name", TEXT),
                query.text("q", TEXT),
                LabelMatchers.of(query.texts("match")));
        requirePossible(filter);
        return AcceptedForm.of(headers, FORMS).equals(CSV) ? csv(query, filter, response) : page(uri, query, filter);
    }

    private Response page(UriInfo uri, QueryParameters query, Filter filter) {
        Page<Concluded> page =
                Page.of(query, PAGE, (after, most) -> verdictQueries.list(filter, after, most), Concluded::position);
        Map<String, List<String>> mutes = mutes(page.entries());
        VerdictPage body = new VerdictPage(
                page.entries().stream()
                        .map(verdict -> VerdictView.of(verdict, mutes, Optional.empty()))
                        .toList(),
                page.next());
        return Response.fromResponse(page.answer(uri, body).toResponse())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    /** The first part is read before anything is answered: a store that fails is a problem of its own form then. */
    private Response csv(QueryParameters query, Filter filter, HttpServerResponse response) {
        if (query.text(Page.LIMIT).or(() -> query.text(Page.AFTER)).isPresent()) {
            throw RequestProblem.bad(CSV + " is the whole list: leave limit and after out");
        }
        List<Concluded> first = verdictQueries.list(filter, Optional.empty(), PART);
        StreamingOutput body = out -> {
            try {
                write(new ConnectedOutput(out, response), filter, first);
            } catch (IOException e) {
                LOG.debug("the reader of the verdicts has gone", e);
                throw e;
            } catch (RuntimeException e) {
                // what was sent cannot be taken back: the answer ends without its end
                LogLine.of("verdicts")
                        .with("state", "FAILED")
                        .with("error", String.valueOf(e.getMessage()))
                        .warn(LOG);
                throw e;
            }
        };
        return Response.ok(body, CSV_ANSWER)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    /** No transaction is open while the reader is waited for. */
    private void write(OutputStream out, Filter filter, List<Concluded> first) throws IOException {
        try (VerdictCsv csv = new VerdictCsv(out, json)) {
            List<Concluded> part = first;
            csv.write(part, mutes(part));
            while (part.size() == PART) {
                part = verdictQueries.list(
                        filter, Optional.of(part.get(PART - 1).position()), PART);
                csv.write(part, mutes(part));
            }
        }
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getVerdict",
            summary = "Shows one verdict",
            description = "With its report as a webhook's data has it, whether one was sent or not.")
    @Parameter(name = "id", in = ParameterIn.PATH, description = "The verdict's id, as receivers see it")
    @APIResponse(
            responseCode = "200",
            description = "The verdict",
            content = @Content(schema = @Schema(implementation = VerdictView.class)))
    @APIResponse(responseCode = "404", description = "There is no verdict with this id")
    public VerdictView get(@PathParam("id") String id, @Context UriInfo uri) {
        new QueryParameters(uri);
        Ended ended = verdictQueries.find(id).orElseThrow(() -> unknown(id));
        Watch watch = watchQueries
                .find(ended.watchId())
                .orElseThrow(() -> unknown(id))
                .watch();
        Concluded verdict = Concluded.of(
                ended, watch.spec().name(), watch.spec().account(), watch.spec().labels());
        return VerdictView.of(verdict, mutes(List.of(verdict)), Optional.of(views.report(watch, ended)));
    }

    private Map<String, List<String>> mutes(List<Concluded> verdicts) {
        return muteStore.marks(verdicts.stream().map(Concluded::id).toList());
    }

    private void requirePossible(Filter filter) {
        filter.account().ifPresent(accounts::require);
        if (filter.since().isPresent()
                && filter.until()
                        .filter(until -> !until.isAfter(filter.since().get()))
                        .isPresent()) {
            throw RequestProblem.bad("until is not after since, so no verdict is between them");
        }
    }

    private static RequestProblem unknown(String id) {
        return RequestProblem.unknown("there is no verdict " + id);
    }
}
