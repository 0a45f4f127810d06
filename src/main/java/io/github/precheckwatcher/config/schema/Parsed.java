package io.github.precheckwatcher.config.schema;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.secret.SecretText;

/** What a text stands for, or what is wrong with it. Shows itself nowhere: it may be a secret. */
public sealed interface Parsed<V> {
    /** A secret, or why it cannot be used. */
    static Parsed<String> of(SecretText.Content content) {
        return content instanceof SecretText.Usable usable
                ? new Good<>(usable.text())
                : new Bad<>(((SecretText.Unusable) content).why());
    }

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
