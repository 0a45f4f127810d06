package io.github.precheckwatcher.cli.client.watch;

import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.precheck.Outcome;
import io.github.precheckwatcher.watch.WatchQueries.State;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which watches are meant; all that is given must hold. */
final class WatchFilterOptions {
    @Option(names = "--state", paramLabel = "STATE", description = "only in this state: ${COMPLETION-CANDIDATES}")
    private Optional<State> state;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            description = "only those that ended so: ${COMPLETION-CANDIDATES}")
    private Optional<Outcome> outcome;

    @Option(names = "--account", paramLabel = "NAME", description = "only of this account")
    private Optional<String> account;

    @Option(names = "--region", paramLabel = "REGION", description = "only with this UniRegionId")
    private Optional<String> region;

    @Option(
            names = "--source-type",
            paramLabel = "TYPE",
            description = "only of this database type, as a report named it: MSSQL, ORACLE, MYSQL")
    private Optional<String> sourceType;

    @Option(
            names = "--match",
            paramLabel = "MATCHER",
            description = "only with such a label, for example env=\"prod\"; may be repeated")
    private List<String> matchers;

    @Option(names = "--text", paramLabel = "TEXT", description = "only with this in name, task id or instance UUID")
    private Optional<String> text;

    Optional<State> state() {
        return state;
    }

    Optional<Outcome> outcome() {
        return outcome;
    }

    Optional<String> account() {
        return account;
    }

    Optional<String> region() {
        return region;
    }

    Optional<String> sourceType() {
        return sourceType;
    }

    List<String> matchers() {
        return matchers == null ? List.of() : matchers;
    }

    Optional<String> text() {
        return text;
    }

    /** As parameters of a query; absent where they have no value. */
    Stream<Optional<String>> parameters() {
        return Stream.concat(
                Stream.of(
                        DaemonClient.parameter("state", state.map(State::name)),
                        DaemonClient.parameter("outcome", outcome.map(Outcome::name)),
                        DaemonClient.parameter("account", account),
                        DaemonClient.parameter("region", region),
                        DaemonClient.parameter("source-type", sourceType),
                        DaemonClient.parameter("q", text)),
                matchers().stream().map(matcher -> DaemonClient.parameter("match", Optional.of(matcher))));
    }
}
