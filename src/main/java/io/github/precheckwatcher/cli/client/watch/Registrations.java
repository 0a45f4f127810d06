package io.github.precheckwatcher.cli.client.watch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.api.http.BodyLimits;
import io.github.precheckwatcher.api.registration.RegisteredView;
import io.github.precheckwatcher.cli.client.ClientJson;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonClient.Refused;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.PlainText;
import io.github.precheckwatcher.config.RequestedTasks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Registers any number of tasks, as many in a request as one takes: each request is registered as a whole or not at all.
 *
 * @param daemon by which daemon
 * @param reason why
 * @param file what messages call the file of the tasks; empty: there is one task, and no file
 */
record Registrations(DaemonClient daemon, Optional<String> reason, Optional<String> file) {
    /** Of one request, the commas between its entries included. */
    private static final int MOST_BYTES = BodyLimits.LARGE - 2;

    /** How the daemon names an entry of a list. */
    private static final Pattern PLACE = Pattern.compile("^\\[(\\d{1,9})]");

    Registrations {
        requireNonNull(daemon, "daemon");
        requireNonNull(reason, "reason");
        requireNonNull(file, "file");
    }

    /**
     * Registers them.
     *
     * @param entries values that are written as JSON
     * @return what became of each, in their order
     */
    List<RegisteredView> register(List<?> entries) throws CommandFailure {
        String path = "watches"
                + DaemonClient.parameter("reason", reason)
                        .map(query -> "?" + query)
                        .orElse("");
        List<RegisteredView> registered = new ArrayList<>();
        while (registered.size() < entries.size()) {
            String body = batch(entries.subList(registered.size(), entries.size()));
            try {
                registered.addAll(List.of(daemon.postJson(path, body, RegisteredView[].class)));
            } catch (Refused e) {
                throw refused(e, registered.size());
            }
        }
        return registered;
    }

    /** The first entries, as a list: as many as fit a request. */
    private static String batch(List<?> entries) {
        List<String> lines = new ArrayList<>();
        int bytes = 0;
        for (Object entry : entries) {
            String line = ClientJson.line(entry);
            bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
            if (!lines.isEmpty() && (bytes > MOST_BYTES || lines.size() == RequestedTasks.MOST)) {
                break;
            }
            lines.add(line);
        }
        return "[" + String.join(",", lines) + "]";
    }

    /** In the words of who wrote the tasks: an entry has the place that it has in the file. */
    private CommandFailure refused(Refused refused, int before) {
        String sooner = before == 0
                ? ""
                : "; the " + before + " tasks before are registered, and naming them again changes nothing";
        List<String> mistakes = refused.problem().mistakes().orElse(List.of());
        return new CommandFailure(
                refused.exitCode(),
                Stream.concat(
                                Stream.of(refused.problem().detail() + sooner),
                                mistakes.stream()
                                        .map(mistake ->
                                                PLACE.matcher(mistake).replaceFirst(place -> place(place, before))))
                        .map(line -> PlainText.oneLine(line).replaceFirst("^[.:] ?", ""))
                        .collect(Collectors.joining(System.lineSeparator())));
    }

    private String place(MatchResult place, int before) {
        int index = before + Integer.parseInt(place.group(1));
        return Matcher.quoteReplacement(
                file.map(name -> name + ": tasks[" + index + "]").orElse(""));
    }
}
