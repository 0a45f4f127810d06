package io.github.precheckwatcher.cli.client.watch;

import io.github.precheckwatcher.api.WatchPage;
import io.github.precheckwatcher.api.WatchView;
import io.github.precheckwatcher.cli.client.DaemonClient;
import io.github.precheckwatcher.cli.console.CommandFailure;
import io.github.precheckwatcher.watch.WatchQueries.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the watch that a user names: by its name, of several the newest, or by its id. */
final class WatchNames {
    private WatchNames() {}

    /**
     * A watch that was named.
     *
     * @param older how many others with this name were registered before it
     */
    record Found(String id, int older) {}

    /** @throws CommandFailure when there is none */
    static Found find(DaemonClient client, String wanted) throws CommandFailure {
        List<WatchView> named = named(client, wanted);
        return named.isEmpty()
                ? new Found(
                        client.get("watches/" + DaemonClient.encoded(wanted), WatchView.class)
                                .id(),
                        0)
                : new Found(named.get(0).id(), named.size() - 1);
    }

    /** The newest first. */
    private static List<WatchView> named(DaemonClient client, String wanted) throws CommandFailure {
        WatchPage page = client.get("watches?limit=500&name=" + DaemonClient.encoded(wanted), WatchPage.class);
        return page.watches().stream()
                .filter(watch -> watch.name().equals(wanted))
                .sorted(Comparator.comparing(WatchView::registeredAt).reversed())
                .toList();
    }

    /** The ids of those of these names that run, of a name of which none does the newest; an id stands for itself. */
    static List<String> running(DaemonClient client, List<String> wanted) throws CommandFailure {
        List<String> ids = new ArrayList<>();
        for (String one : wanted) {
            List<WatchView> running = named(client, one).stream()
                    .filter(watch -> watch.state() == State.WATCHING)
                    .toList();
            if (running.isEmpty()) {
                ids.add(find(client, one).id());
            }
            running.forEach(watch -> ids.add(watch.id()));
        }
        return ids.stream().distinct().toList();
    }

    /** The ids of all of them, in their order. */
    static List<String> ids(DaemonClient client, List<String> wanted) throws CommandFailure {
        List<String> ids = new ArrayList<>();
        for (String one : wanted) {
            ids.add(find(client, one).id());
        }
        return ids;
    }
}
