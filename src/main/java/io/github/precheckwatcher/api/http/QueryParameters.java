package io.github.precheckwatcher.api.http;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The query parameters of a request. What is not known or cannot be read is a problem that says what would be right. */
public final class QueryParameters {
    private final MultivaluedMap<String, String> parameters;

    /** @param known the parameters that this resource takes */
    public QueryParameters(UriInfo uri, String... known) {
        this.parameters = uri.getQueryParameters();
        List<String> names = List.of(known);
        parameters.keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw RequestProblem.bad("unknown query parameter " + name
                            + (names.isEmpty()
                                    ? "; this resource takes none"
                                    : "; known are " + String.join(", ", names)));
                });
    }

    /** All values of a parameter that may be repeated. */
    public List<String> texts(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.stream().anyMatch(String::isBlank)) {
            throw RequestProblem.bad(name + " is empty; leave it out for all");
        }
        return List.copyOf(values);
    }

    public Optional<String> text(String name) {
        List<String> values = texts(name);
        if (values.size() > 1) {
            throw RequestProblem.bad(name + " stands in the query more than once");
        }
        return values.stream().findFirst();
    }

    /** The same, of at most so many characters. */
    public Optional<String> text(String name, int most) {
        return text(name).map(text -> {
            if (text.length() > most) {
                throw RequestProblem.bad(name + " is longer than " + most + " characters");
            }
            return text;
        });
    }

    /** One of an enum's names, in either case. */
    public <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
        return text(name)
                .map(text -> Arrays.stream(type.getEnumConstants())
                        .filter(word -> word.name().equals(text.toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> RequestProblem.bad(name + " is none of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", ")))));
    }

    public Optional<Instant> time(String name) {
        return text(name).map(text -> {
            try {
                // a plus in an offset arrives as a space where the caller did not encode it
                return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            } catch (DateTimeException e) {
                throw RequestProblem.bad(name + " is no time like 2026-11-24T08:15:30Z");
            }
        });
    }

    public int number(String name, int otherwise, int least, int most) {
        return text(name)
                .map(text -> {
                    int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
                    if (number < least || number > most) {
                        throw RequestProblem.bad(name + " is no number from " + least + " to " + most);
                    }
                    return number;
                })
                .orElse(otherwise);
    }
}
