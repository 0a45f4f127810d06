package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.Parsed;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.secret.SecretValues;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.secret.SecretFile;
import io.github.precheckwatcher.secret.SecretText;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the further request headers of a notifier, those whose value stands in a file too. */
final class HeadersReader {
    /** Written by the sender itself. */
    private static final Set<String> OWN = Set.of(
            "connection",
            "content-length",
            "content-type",
            "host",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "webhook-id",
            "webhook-signature",
            "webhook-timestamp");

    /** RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}");

    private final SecretValues secrets;

    HeadersReader(SecretValues secrets) {
        this.secrets = secrets;
    }

    Secret<Map<String, String>> read(Section section) {
        Map<String, Secret<String>> headers = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (String name : section.names("headers")) {
            String key = ConfigTree.below("headers", name);
            if (isName(section, key, name, seen)) {
                section.at(key)
                        .flatMap(value -> secrets.inline(value, HeadersReader::value))
                        .ifPresent(value -> headers.put(name, value));
            }
        }
        for (String name : section.names("header-files")) {
            String key = ConfigTree.below("header-files", name);
            if (isName(section, key, name, seen)) {
                section.at(key)
                        .flatMap(file -> secrets.file(file, SecretFile::read, HeadersReader::value))
                        .ifPresent(value -> headers.put(name, value));
            }
        }
        return new Headers(headers);
    }

    private record Headers(Map<String, Secret<String>> byName) implements Secret<Map<String, String>> {
        @Override
        public Map<String, String> get() {
            Map<String, String> values = new LinkedHashMap<>();
            byName.forEach((name, value) -> values.put(name, value.get()));
            return Collections.unmodifiableMap(values);
        }
    }

    private static boolean isName(Section section, String key, String name, Set<String> seen) {
        Optional<String> problem = Optional.empty();
        if (!TOKEN.matcher(name).matches()) {
            problem = Optional.of("is no name of a header");
        } else if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
            problem = Optional.of(
                    name.equalsIgnoreCase("content-type")
                            ? "has a key of its own beside headers: content-type"
                            : "is written by the sender itself");
        } else if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            problem = Optional.of("stands here twice (upper and lower case are the same)");
        }
        problem.ifPresent(words -> section.error(key, words));
        return problem.isEmpty();
    }

    private static Parsed<String> value(String text) {
        return SecretText.isHeaderValue(text)
                ? new Parsed.Good<>(text)
                : new Parsed.Bad<>("holds a character that no header may have; use ASCII");
    }
}
