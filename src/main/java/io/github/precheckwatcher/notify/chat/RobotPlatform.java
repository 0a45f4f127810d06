package io.github.precheckwatcher.notify.chat;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.notify.NotifierType.SigningSecretForm;
import io.github.precheckwatcher.notify.RateLimits;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is particular to a chat platform's robots, as data.
 *
 * @param name the kind's name in the file
 * @param ownKeys the keys that other robots do not have
 * @param secretForm which signing secret a robot takes
 * @param address how a bare key becomes an address
 * @param rateLimits how fast a robot may be called unless the file says otherwise
 * @param mentionable whether the platform can call somebody by this id
 * @param mentionHint how the platform wants its ids, for who wrote another; shows none
 * @param templateMistake what is wrong with an operator's template
 */
public record RobotPlatform(
        String name,
        Set<String> ownKeys,
        SigningSecretForm secretForm,
        RobotAddress address,
        RateLimits rateLimits,
        Predicate<String> mentionable,
        String mentionHint,
        Function<String, Optional<String>> templateMistake) {
    public RobotPlatform {
        requireNonNull(name, "name");
        ownKeys = Set.copyOf(ownKeys);
        requireNonNull(secretForm, "secretForm");
        requireNonNull(address, "address");
        requireNonNull(rateLimits, "rateLimits");
        requireNonNull(mentionable, "mentionable");
        requireNonNull(mentionHint, "mentionHint");
        requireNonNull(templateMistake, "templateMistake");
    }
}
