package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** The secrets that a test uses: none of them may stand in any output. */
record Secrets(List<String> values) {
    static Secrets of(String... values) {
        return new Secrets(List.of(values));
    }

    void assertAbsent(String text) {
        for (String secret : values) {
            assertThat(text.contains(secret))
                    .as("a secret stands in the output")
                    .isFalse();
        }
    }

    @Override
    public String toString() {
        return "Secrets[" + values.size() + "]";
    }
}
