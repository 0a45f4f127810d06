package io.github.precheckwatcher.watch.act;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What became of a watch that was to be forgotten. */
public sealed interface Forgotten {
    /** It is deleted, with its verdicts, history and deliveries. */
    record Gone(Chosen watch) implements Forgotten {
        public Gone {
            requireNonNull(watch, "watch");
        }
    }

    /** There is no such watch. */
    record Unknown() implements Forgotten {}

    /** It has not ended. */
    record Runs(Chosen watch) implements Forgotten {
        public Runs {
            requireNonNull(watch, "watch");
        }
    }

    /** These notifiers are still to be sent a verdict of it. */
    record Owed(Chosen watch, List<String> notifiers) implements Forgotten {
        public Owed {
            requireNonNull(watch, "watch");
            notifiers = List.copyOf(notifiers);
        }
    }

    /** An alert fires at these notifiers because of a verdict of it. */
    record Firing(Chosen watch, List<String> notifiers) implements Forgotten {
        public Firing {
            requireNonNull(watch, "watch");
            notifiers = List.copyOf(notifiers);
        }
    }
}
