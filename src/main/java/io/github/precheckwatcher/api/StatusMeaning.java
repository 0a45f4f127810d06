package io.github.precheckwatcher.api;

import java.util.Optional;

/** What an HTTP status says to an operator who tries a notifier. RFC 9110, 15; RFC 6585, 4. */
final class StatusMeaning {
    private StatusMeaning() {}

    static Optional<String> of(int status) {
        if (status >= 300 && status < 400) {
            return Optional.of("redirects are not followed: write the address that it leads to");
        }
        String meaning = switch (status) {
            case 400, 422 -> "the receiver does not understand the message: see that the type of this notifier fits it";
            case 401, 403 ->
                "the receiver does not accept who we are: check the secret, the token in the address, and the headers";
            case 404, 405 -> "there is no such receiver at this address: check its path";
            case 410 -> "the receiver was switched off: real deliveries would be DEAD at once";
            case 415 -> "the receiver wants another content type: set content-type";
            case 429 -> "too many messages: real deliveries wait and go out later";
            default -> status >= 500 ? "the receiver, or something before it, is in trouble: look there" : "";
        };
        return Optional.of(meaning).filter(text -> !text.isEmpty());
    }
}
