package io.github.precheckwatcher.cli.client.notify;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.api.delivery.DeliveriesAnswer;
import io.github.precheckwatcher.cli.client.Confirmation;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.client.DaemonOptions;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.cli.console.Console;
import io.github.precheckwatcher.cli.console.ExitCode;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Does something to deliveries: those of some ids, of a filter, or all, once their count is known and wanted.
 *
 * @param act its word, in the path and in the question
 * @param none what is printed where no delivery fits
 * @param in where the question is answered
 */
record CountedAct(
        String act, String none, CommandLine line, DaemonOptions daemon, Confirmation confirmation, InputStream in) {
    CountedAct {
        requireNonNull(act, "act");
        requireNonNull(none, "none");
        requireNonNull(line, "line");
        requireNonNull(daemon, "daemon");
        requireNonNull(confirmation, "confirmation");
        requireNonNull(in, "in");
    }

    /** @throws ParameterException when nothing says which deliveries are meant */
    void requireChoice(List<String> ids, FilterOptions filter, boolean all) {
        if (!all && ids == null && filter.isEmpty()) {
            throw new ParameterException(line, "names no delivery: give ids, a filter like --notifier, or --all");
        }
    }

    /**
     * Asks how many, and does it.
     *
     * @param request what is sent, by whether it is to be counted alone
     * @param one what is said of one delivery once it is done
     * @param many the same of any other number
     * @return the exit code
     */
    int perform(Function<Boolean, Object> request, String one, String many) throws CommandFailure {
        DaemonClient client = daemon.client();
        long count = count(client, request.apply(true));
        PrintWriter out = line.getOut();
        if (count == 0) {
            Console.print(out, none);
            return ExitCode.OK;
        }
        if (!confirmation.given(in, act + " " + FilterOptions.deliveries(count))) {
            return ExitCode.CANNOT_START;
        }
        long done = count(client, request.apply(false));
        Console.print(out, FilterOptions.deliveries(done) + " " + (done == 1 ? one : many));
        return ExitCode.OK;
    }

    private long count(DaemonClient client, Object request) throws CommandFailure {
        return client.post("deliveries/" + act, request, DeliveriesAnswer.class).count();
    }
}
