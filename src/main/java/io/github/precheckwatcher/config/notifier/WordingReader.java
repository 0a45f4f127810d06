package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.notifier.NotifiersConfig.NotifierConfig;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Limits;
import io.github.precheckwatcher.config.schema.Parsed;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.schema.TimeZones;
import io.github.precheckwatcher.config.secret.SecretReader;
import io.github.precheckwatcher.notify.OwnTemplate;
import io.github.precheckwatcher.notify.Wording;
import io.github.precheckwatcher.secret.SecretFile;
import io.github.precheckwatcher.secret.SecretText;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads how a notifier's messages read. */
final class WordingReader {
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+(; ?charset=utf-8)?", Pattern.CASE_INSENSITIVE);

    private WordingReader() {}

    static Wording read(Section section, NotifierConfig config) {
        section.at("content-type")
                .filter(type -> !MEDIA_TYPE.matcher(type.text()).matches())
                .ifPresent(type ->
                        section.error("content-type", type.shown() + " is no content type like application/json"));
        section.at("keyword")
                .filter(word -> word.text().length() > Limits.KEYWORD)
                .ifPresent(word -> section.error("keyword", "is longer than " + Limits.KEYWORD + " characters"));
        return new Wording(
                config.language(),
                zone(section),
                section.at("template-file").flatMap(file -> template(section, file)),
                config.contentType(),
                config.keyword(),
                MentionsReader.read(section));
    }

    private static ZoneId zone(Section section) {
        return section.at("zone")
                .flatMap(written -> {
                    Parsed<ZoneId> zone = TimeZones.read(written);
                    if (zone instanceof Parsed.Bad<ZoneId> bad) {
                        section.error("zone", bad.why());
                    }
                    return zone instanceof Parsed.Good<ZoneId> good ? Optional.of(good.value()) : Optional.empty();
                })
                .orElseGet(ZoneId::systemDefault);
    }

    /** The template; what is in it the kind itself checks. */
    private static Optional<OwnTemplate> template(Section section, ConfigValue file) {
        SecretText.Content content = SecretFile.text(Path.of(file.text()));
        if (content instanceof SecretText.Usable text && !text.text().isBlank()) {
            return Optional.of(new OwnTemplate(text.text(), section.path() + ".template-file"));
        }
        String why = content instanceof SecretText.Unusable unusable ? unusable.why() : "is empty";
        section.error("template-file", SecretReader.words(file, why));
        return Optional.empty();
    }
}
