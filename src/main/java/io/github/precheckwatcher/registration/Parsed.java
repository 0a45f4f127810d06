package io.github.precheckwatcher.registration;

import static java.util.Objects.requireNonNull;

/** What a text stands for, or what is wrong with it. Shows itself nowhere: it may be a secret. */
sealed interface Parsed<V> {
    /** The value. */
    record Good<V>(V value) implements Parsed<V> {
        public Good {
            requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "Good[hidden]";
        }
    }

    /** There is no value; says why, and never what the text is. */
    record Bad<V>(String why) implements Parsed<V> {
        public Bad {
            requireNonNull(why, "why");
        }
    }
}
