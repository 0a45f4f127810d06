package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Parsed;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.Redaction;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.schema.WebAddress;
import io.github.precheckwatcher.config.secret.SecretValues;
import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.secret.SecretFile;
import io.github.precheckwatcher.secret.SecretText;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads where a notifier's receiver is: one address, a bare key, several addresses, or none. */
final class AddressReader {
    private static final List<String> KEYS = List.of("url", "url-file", "key", "key-file", "urls", "urls-file");

    private final Problems problems;
    private final SecretValues secrets;
    private final Map<URI, String> owners = new HashMap<>();

    AddressReader(Problems problems, SecretValues secrets) {
        this.problems = problems;
        this.secrets = secrets;
    }

    /** The addresses; none where the kind has none, or where they are wrong, which is reported. */
    Secret<List<URI>> read(Section section, NotifierType type, String kind) {
        return switch (type.address()) {
            case NONE -> Secret.fixed(List.of());
            case URL -> url(section, "type " + kind);
            case KEY_OR_URL -> keyOrUrl(section, type, kind);
            case URLS -> urls(section, kind);
        };
    }

    /** Reports an address that an earlier notifier has too. */
    void reportRepeated(Section section, String name, Secret<List<URI>> addresses) {
        for (URI address : addresses.get()) {
            String other = owners.putIfAbsent(address, name);
            if (other != null) {
                String key = KEYS.stream().filter(section::has).findFirst().orElse("url");
                problems.warn(
                        section.location(key),
                        "is the same address as that of " + Redaction.key(other) + "; it gets each message twice");
            }
        }
    }

    /** The one address of {@code what}; none where it is wrong, which is reported. */
    Secret<List<URI>> url(Section section, String what) {
        if (!section.has("url") && !section.has("url-file")) {
            section.error("url", "is missing; " + what + " needs it, or url-file");
        }
        return single(secrets.one(section, "url", AddressReader::address));
    }

    private Secret<List<URI>> keyOrUrl(Section section, NotifierType type, String kind) {
        List<String> given = List.of("url", "url-file", "key", "key-file").stream()
                .filter(section::has)
                .toList();
        Optional<URI> base = base(section);
        if (given.isEmpty()) {
            section.error(
                    "key", "is missing; type " + kind + " needs it or url, or one of them as key-file or url-file");
            return Secret.fixed(List.of());
        }
        if (given.size() > 1) {
            section.error(given.get(1), "stands beside " + given.get(0) + "; keep one of the two");
            return Secret.fixed(List.of());
        }
        if (given.get(0).startsWith("url")) {
            if (section.has("base-url")) {
                section.error("base-url", "belongs to a key; " + given.get(0) + " is the whole address already");
            }
            return single(secrets.one(section, "url", AddressReader::address));
        }
        return single(secrets.one(section, "key", key -> ofKey(type, base, key)));
    }

    private Optional<URI> base(Section section) {
        Optional<URI> base = section.at("base-url").map(ConfigValue::text).flatMap(WebAddress::read);
        Optional<String> problem = base.flatMap(WebAddress::baseProblem);
        problem.ifPresent(why -> section.error("base-url", why));
        return problem.isEmpty() ? base : Optional.empty();
    }

    private Secret<List<URI>> urls(Section section, String kind) {
        if (section.has("urls") && section.has("urls-file")) {
            section.error("urls-file", "stands beside urls; keep one of the two");
        } else if (!section.has("urls") && !section.has("urls-file")) {
            section.error("urls", "is missing; type " + kind + " needs it, or urls-file");
        }
        section.refuseEmpty("urls", "has no address");
        Optional<ConfigValue> file = section.at("urls-file");
        if (file.isPresent()) {
            return secrets.file(file.get(), SecretFile::readLines, AddressReader::addresses)
                    .orElse(Secret.fixed(List.of()));
        }
        List<Secret<URI>> several = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ConfigValue written : section.list("urls")) {
            if (seen.add(written.text())) {
                secrets.inline(written, AddressReader::address).ifPresent(several::add);
            } else {
                problems.error(written.location(), "stands here twice");
            }
        }
        return SecretValues.all(several);
    }

    private static Secret<List<URI>> single(Optional<Secret<URI>> address) {
        return SecretValues.all(address.stream().toList());
    }

    private static Parsed<URI> address(String text) {
        Optional<URI> address = WebAddress.read(text);
        return address.isEmpty()
                ? new Parsed.Bad<>("is no address")
                : checked(address.get(), WebAddress::receiverProblem);
    }

    private static Parsed<URI> checked(URI address, Function<URI, Optional<String>> check) {
        return check.apply(address).<Parsed<URI>>map(Parsed.Bad::new).orElseGet(() -> new Parsed.Good<>(address));
    }

    /** Addresses, one a line. */
    private static Parsed<List<URI>> addresses(String text) {
        List<URI> several = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Parsed<URI> parsed = address(line);
            if (parsed instanceof Parsed.Bad<URI> bad) {
                return new Parsed.Bad<>("the file's line " + (several.size() + 1) + " " + bad.why());
            }
            URI one = ((Parsed.Good<URI>) parsed).value();
            if (several.contains(one)) {
                return new Parsed.Bad<>("the file's line " + (several.size() + 1) + " repeats an address");
            }
            several.add(one);
        }
        return new Parsed.Good<>(List.copyOf(several));
    }

    private static Parsed<URI> ofKey(NotifierType type, Optional<URI> base, String key) {
        if (key.contains("://")) {
            return new Parsed.Bad<>("is a whole address; write it as url, or url-file");
        }
        if (!SecretText.isWord(key)) {
            return new Parsed.Bad<>("is no key: ASCII without spaces");
        }
        try {
            return new Parsed.Good<>(type.addressOf(base, key));
        } catch (IllegalArgumentException e) {
            return new Parsed.Bad<>(e.getMessage()); // the type promises that it does not show the key
        }
    }
}
