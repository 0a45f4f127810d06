package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.notify.SigningSecret;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what only a webhook has: its address, signing secrets, headers and content type. */
final class WebhookReader {
    private static final List<String> SECRET_KEYS = List.of("secret", "secret-file", "secrets", "secret-files");

    /** Written by the sender itself. */
    private static final Set<String> OWN_HEADERS = Set.of(
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

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x20-\\x7e]+");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+(; ?charset=utf-8)?", Pattern.CASE_INSENSITIVE);

    private final Found found;
    private final SecretReader secrets;
    private final Problems problems;

    WebhookReader(Found found, Problems problems) {
        this.found = found;
        this.secrets = new SecretReader(found, problems);
        this.problems = problems;
    }

    Optional<URI> url(String path, Place place) {
        if (!found.has(path + ".url") && !found.has(path + ".url-file")) {
            problems.error(place.missing("url"), "is missing; a webhook needs it, or url-file");
            return Optional.empty();
        }
        return secrets.read(path + ".url").flatMap(text -> {
            Place at = found.place(path + ".url", found.place(path + ".url-file", place));
            Optional<URI> address = WebAddress.read(text);
            Optional<String> problem =
                    address.isEmpty() ? Optional.of("is no address") : address.flatMap(WebAddress::webhookProblem);
            problem.ifPresent(why -> problems.error(at, why));
            return problem.isEmpty() ? address : Optional.empty();
        });
    }

    List<SigningSecret> secrets(String path, Place place) {
        List<String> given =
                SECRET_KEYS.stream().filter(key -> found.has(path + "." + key)).toList();
        if (given.size() > 1) {
            problems.error(
                    found.place(path + "." + given.get(1), place),
                    "stands beside " + given.get(0) + "; keep one of the two");
            return List.of();
        }
        List<SigningSecret> read = new ArrayList<>();
        Stream.concat(found.at(path + ".secret").stream(), found.list(path + ".secrets").stream())
                .forEach(written -> parse(written.text(), written.place()).ifPresent(read::add));
        Stream.concat(found.at(path + ".secret-file").stream(), found.list(path + ".secret-files").stream())
                .forEach(file -> secrets.content(file)
                        .flatMap(text -> parse(text, file.place()))
                        .ifPresent(read::add));
        for (String list : List.of(path + ".secrets", path + ".secret-files")) {
            if (found.isEmptyList(list)) {
                problems.error(found.place(list, place), "has no secret; without this key messages are not signed");
            }
        }
        return read;
    }

    Map<String, String> headers(String path, Place place) {
        Map<String, String> headers = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (String name : found.names(path + ".headers")) {
            String header = Found.below(path + ".headers", name);
            Place at = found.place(header, place);
            if (!TOKEN.matcher(name).matches()) {
                problems.error(at, "is no name of a header");
            } else if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                problems.error(
                        at,
                        name.equalsIgnoreCase("content-type")
                                ? "has a key of its own beside headers: content-type"
                                : "is written by the sender itself");
            } else if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                problems.error(at, "stands here twice (upper and lower case are the same)");
            } else {
                found.at(header)
                        .filter(value -> isVisible(value, at))
                        .ifPresent(value -> headers.put(name, value.text()));
            }
        }
        return headers;
    }

    void checkContentType(String path) {
        found.at(path + ".content-type")
                .filter(type -> !MEDIA_TYPE.matcher(type.text()).matches())
                .ifPresent(type ->
                        problems.error(type.place(), type.shown() + " is no content type like application/json"));
    }

    private boolean isVisible(Setting value, Place at) {
        boolean visible = VISIBLE_ASCII.matcher(value.text()).matches();
        if (!visible) {
            problems.error(at, "holds a character that no header may have; use ASCII");
        }
        return visible;
    }

    private Optional<SigningSecret> parse(String text, Place place) {
        try {
            return Optional.of(SigningSecret.parse(text));
        } catch (IllegalArgumentException e) {
            // its messages never hold the secret
            problems.error(place, e.getMessage() + "; this makes one: echo whsec_$(openssl rand -base64 32)");
            return Optional.empty();
        }
    }
}
