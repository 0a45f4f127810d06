package io.github.precheckwatcher.notify.dispatch;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.log.FaultLog;
import io.github.precheckwatcher.log.FaultLog.Place;
import io.github.precheckwatcher.notify.AttemptResult;
import io.github.precheckwatcher.notify.Delivery;
import io.github.precheckwatcher.notify.Notifier;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands for a notifier that could not be opened: it fails alone, and each attempt tries to open it anew.
 */
final class UnopenedNotifier implements Notifier {
    static final String UNOPENED = "the notifier cannot be opened: ";

    private final Place place;
    private final Supplier<Notifier> opening;
    private final FaultLog faults;
    private Notifier opened;
    private boolean closed;

    UnopenedNotifier(String name, Supplier<Notifier> opening, FaultLog faults) {
        this.place = place(name);
        this.opening = requireNonNull(opening, "opening");
        this.faults = requireNonNull(faults, "faults");
    }

    static Place place(String name) {
        return Place.notifier(name, "open");
    }

    @Override
    public String name() {
        return place.name();
    }

    /** One until it is open: that is enough to find out. */
    @Override
    public synchronized int slots() {
        return opened == null ? 1 : opened.slots();
    }

    @Override
    public Uni<AttemptResult> send(Delivery delivery) {
        return Uni.createFrom().deferred(() -> open().send(delivery));
    }

    @Override
    public synchronized Notifier itself() {
        return opened == null ? this : opened;
    }

    private synchronized Notifier open() {
        if (closed) {
            throw new IllegalStateException("the notifier is closed");
        }
        if (opened == null) {
            try {
                opened = opening.get();
                faults.worked(place);
            } catch (RuntimeException | Error e) {
                faults.failed(place, e);
                return failing(e);
            }
        }
        return opened;
    }

    /** What stands for it in this attempt. */
    private Notifier failing(Throwable fault) {
        // the settings' own mistakes are reported without any secret, other faults might hold one
        String why = fault instanceof IllegalArgumentException
                ? fault.getMessage()
                : fault.getClass().getSimpleName();
        return new Notifier() {
            @Override
            public String name() {
                return place.name();
            }

            @Override
            public Uni<AttemptResult> send(Delivery delivery) {
                return Uni.createFrom().item(new AttemptResult.Failed(Optional.empty(), UNOPENED + why));
            }
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (opened != null) {
            opened.close();
        }
    }
}
