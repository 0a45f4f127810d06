package io.github.precheckwatcher.registration.upkeep;

import io.github.precheckwatcher.config.ConfigEnvironment;
import io.github.precheckwatcher.config.CurrentConfig;
import io.github.precheckwatcher.config.HostName;
import io.github.precheckwatcher.config.ProgramVersion;
import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.dispatch.Ticker;
import io.github.precheckwatcher.registration.NodeAgreement;
import io.github.precheckwatcher.store.database.StoreConfig;
import io.github.precheckwatcher.watch.WatchSpec;
import io.github.precheckwatcher.watch.node.Node;
import io.github.precheckwatcher.watch.node.NodeStore;
import io.github.precheckwatcher.watch.node.NodesSeen;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * Keeps this process among the nodes of the store: writes its row every ten seconds, whenever the files' agreement is
 * asked for, and takes it away at a graceful stop. Thread safe.
 */
@ApplicationScoped
public class NodePresence implements NodeAgreement {
    private static final Logger LOG = Logger.getLogger(NodePresence.class);

    /** A third of what a node is taken for alive: two rows may fail to be written. */
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final NodeStore store;
    private final CurrentConfig config;
    private final FaultLog faults;
    private final String id;
    private final String host;
    private final String version = ProgramVersion.text();

    private volatile NodesSeen seen = new NodesSeen(List.of(), Instant.EPOCH);

    /** Under the lock, as are those below: a row that is written late must not come back after the node left. */
    private boolean present;

    private List<WatchSpec> hashed;
    private String hash = "";

    @Inject
    public NodePresence(
            NodeStore store, CurrentConfig config, Supplier<UUID> ids, FaultLog faults, MeterRegistry meters) {
        this(store, config, ids, faults, meters, HostName.of(ConfigEnvironment.current()));
    }

    NodePresence(
            NodeStore store,
            CurrentConfig config,
            Supplier<UUID> ids,
            FaultLog faults,
            MeterRegistry meters,
            String host) {
        this.store = store;
        this.config = config;
        this.faults = faults;
        this.id = ids.get().toString();
        this.host = host;
        gauge(meters, "alive", NodesSeen::alive);
        gauge(meters, "stale", NodesSeen::stale);
    }

    private void gauge(MeterRegistry meters, String state, ToDoubleFunction<NodesSeen> count) {
        Gauge.builder("precheck.nodes", this, presence -> count.applyAsDouble(presence.seen))
                .tag("state", state)
                .description("Nodes on this store: seen within 30 seconds, or not since and neither stopped")
                .register(meters);
    }

    /** Joins the nodes, before anything is registered: another node must see what this one's files name. Throws what the store throws. */
    public synchronized void join() {
        present = true;
        write();
        if (config.config().store().kind() == StoreConfig.Kind.H2) {
            store.removeOthers(id); // one process at a time has the file
        }
        seen = store.read();
    }

    void schedule(@Observes Ticker ticker) {
        ticker.every(EVERY, this::publish);
    }

    void publish() {
        if (!faults.store().stopped()) {
            faults.guard(Place.job("node"), () -> {
                write();
                faults.store().worked();
                seen = store.read();
            });
        }
    }

    @Override
    public List<String> differing() {
        Node self = write();
        seen = store.read();
        return seen.differing(self).stream().map(Node::host).toList();
    }

    private synchronized Node write() {
        Node self = new Node(id, host, version, hash(config.config().specs()));
        if (present) {
            store.write(self);
        }
        return self;
    }

    private String hash(List<WatchSpec> specs) {
        if (hashed != specs) {
            hash = TasksHash.of(specs);
            hashed = specs;
        }
        return hash;
    }

    /** Last: until its claims are given back it is a node. */
    void onStop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent stopped) {
        leave();
    }

    synchronized void leave() {
        if (!present) {
            return;
        }
        present = false;
        try {
            store.remove(id);
        } catch (RuntimeException e) {
            LOG.debug("this node's row could not be removed; others take it for dead in a while", e);
        }
    }
}
