package io.github.precheckwatcher.notify;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.Optional;

/**
 * How a notifier's messages read.
 *
 * @param language of titles, meanings, remedies and fixed words
 * @param zone in which times are shown, with their offset
 * @param template the operator's own template; empty: the kind's own for that language
 * @param contentType of a webhook's body
 * @param keyword a word that a guarded DingTalk robot wants in each text
 * @param mentions who is called by name
 */
public record Wording(
        Language language,
        ZoneId zone,
        Optional<OwnTemplate> template,
        String contentType,
        Optional<String> keyword,
        Mentions mentions) {
    public Wording {
        requireNonNull(language, "language");
        requireNonNull(zone, "zone");
        requireNonNull(template, "template");
        requireNonNull(contentType, "contentType");
        requireNonNull(keyword, "keyword");
        requireNonNull(mentions, "mentions");
    }
}
