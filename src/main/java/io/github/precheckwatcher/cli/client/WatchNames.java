package io.github.precheckwatcher.cli.client;

import io.github.precheckwatcher.api.WatchPage;
import io.github.precheckwatcher.api.WatchView;
import io.github.precheckwatcher.cli.console.CommandFailure;
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
        WatchPage page = client.get("watches?limit=500&name=" + DaemonClient.encoded(wanted), WatchPage.class);
        List<WatchView> named = page.watches().stream()
                .filter(watch -> watch.name().equals(wanted))
                .sorted(Comparator.comparing(WatchView::registeredAt).reversed())
                .toList();
        return named.isEmpty()
                ? new Found(
                        client.get("watches/" + DaemonClient.encoded(wanted), WatchView.class)
                                .id(),
                        0)
                : new Found(named.get(0).id(), named.size() - 1);
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
