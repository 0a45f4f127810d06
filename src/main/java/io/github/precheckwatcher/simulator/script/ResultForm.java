package io.github.precheckwatcher.simulator.script;

import static java.util.Objects.requireNonNull;

/** How the final report is written into the answer's {@code Result}. */
public sealed interface ResultForm {
    /** The forms that are made from the script's report. */
    enum Made implements ResultForm {
        /** A string that holds a JSON array, as the vendor documents it. */
        STRING_OF_ARRAY,
        /** A string that holds the first instance as a single object. */
        STRING_OF_OBJECT,
        /** A string that holds the documented string, encoded once more. */
        STRING_TWICE,
        /** The array itself, not inside a string. */
        ARRAY,
        /** A string whose JSON breaks off in the middle. */
        STRING_CUT,
        /** A string without any text. */
        EMPTY,
        /** The JSON word null. */
        NULL,
        /** No {@code Result} at all. */
        ABSENT
    }

    /**
     * Whatever a test wants to see.
     *
     * @param json written as it is behind {@code "Result":}; need not be JSON
     */
    record Verbatim(String json) implements ResultForm {
        public Verbatim {
            requireNonNull(json, "json");
        }
    }
}
