package io.github.precheckwatcher.simulator.script;

import java.util.OptionalInt;

/** How the reported {@code Progress} of a running precheck grows. */
public enum ProgressCurve {
    /** Grows with time, from 0 to 99. */
    LINEAR {
        @Override
        public double lastChange(double fraction) {
            return fraction;
        }

        @Override
        public OptionalInt progress(double fraction) {
            return OptionalInt.of((int) (fraction * 99));
        }
    },
    /** Stands still and jumps: 0, 25, 50, 75. */
    STEPS {
        @Override
        public double lastChange(double fraction) {
            return Math.min(3, (int) (fraction * 4)) / 4.0;
        }

        @Override
        public OptionalInt progress(double fraction) {
            return OptionalInt.of((int) (lastChange(fraction) * 100));
        }
    },
    /** Grows to 40 in the first quarter of the time and stays there to the end. */
    STALLED {
        @Override
        public double lastChange(double fraction) {
            return Math.min(fraction, 0.25);
        }

        @Override
        public OptionalInt progress(double fraction) {
            return OptionalInt.of((int) (lastChange(fraction) * 160));
        }
    },
    /** Says nothing: the answer has no {@code Progress} until the end. */
    SILENT {
        @Override
        public double lastChange(double fraction) {
            return 0;
        }

        @Override
        public OptionalInt progress(double fraction) {
            return OptionalInt.empty();
        }
    };

    /**
     * The progress while running.
     *
     * @param fraction how much of the duration has passed, 0..1
     * @return 0..99, or empty when the answer does not say
     */
    public abstract OptionalInt progress(double fraction);

    /**
     * When the progress last changed, as a fraction of the duration; {@code UpdatedTime} follows it.
     *
     * @param fraction how much of the duration has passed, 0..1
     */
    public abstract double lastChange(double fraction);
}
