package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Parsed;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.secret.SecretValues;
import io.github.precheckwatcher.notify.NotifierType.SigningSecretForm;
import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.secret.SecretFile;
import io.github.precheckwatcher.secret.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the signing secrets of a notifier, in the form that its kind takes. */
final class SigningReader {
    private static final List<String> KEYS = List.of("secret", "secret-file", "secrets", "secret-files");

    private final SecretValues secrets;

    SigningReader(SecretValues secrets) {
        this.secrets = secrets;
    }

    /** A webhook's secrets, the newest first; none: unsigned. */
    Secret<List<SigningSecret>> webhook(Section section, SigningSecretForm form) {
        if (form != SigningSecretForm.STANDARD_WEBHOOKS) {
            return Secret.fixed(List.of());
        }
        List<String> given = KEYS.stream().filter(section::has).toList();
        if (given.size() > 1) {
            section.error(given.get(1), "stands beside " + given.get(0) + "; keep one of the two");
            return Secret.fixed(List.of());
        }
        for (String list : List.of("secrets", "secret-files")) {
            section.refuseEmpty(list, "has no secret; without this key messages are not signed");
        }
        List<Secret<SigningSecret>> read = new ArrayList<>();
        section.at("secret").flatMap(this::inline).ifPresent(read::add);
        section.list("secrets").forEach(written -> inline(written).ifPresent(read::add));
        section.at("secret-file").flatMap(this::file).ifPresent(read::add);
        section.list("secret-files").forEach(named -> file(named).ifPresent(read::add));
        return SecretValues.all(read);
    }

    /** A chat robot's secret, as its platform shows it. */
    Secret<Optional<String>> robot(Section section, SigningSecretForm form) {
        return form == SigningSecretForm.PLAIN
                ? secrets.one(section, "secret", SigningReader::plain).orElse(Secret.fixed(Optional.empty()))
                : Secret.fixed(Optional.empty());
    }

    private Optional<Secret<SigningSecret>> inline(ConfigValue written) {
        return secrets.inline(written, SigningReader::standard);
    }

    private Optional<Secret<SigningSecret>> file(ConfigValue named) {
        return secrets.file(named, SecretFile::read, SigningReader::standard);
    }

    private static Parsed<SigningSecret> standard(String text) {
        try {
            return new Parsed.Good<>(SigningSecret.parse(text));
        } catch (IllegalArgumentException e) {
            // its messages never hold the secret
            return new Parsed.Bad<>(e.getMessage() + "; this makes one: echo whsec_$(openssl rand -base64 32)");
        }
    }

    private static Parsed<Optional<String>> plain(String text) {
        return SecretText.isWord(text)
                ? new Parsed.Good<>(Optional.of(text))
                : new Parsed.Bad<>("is no robot's secret: ASCII without spaces, as the platform shows it");
    }
}
