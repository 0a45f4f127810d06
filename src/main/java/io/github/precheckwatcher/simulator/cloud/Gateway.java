package io.github.precheckwatcher.simulator.cloud;

import io.github.precheckwatcher.cloud.Acs3Signer;
import io.github.precheckwatcher.simulator.script.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides whether a call is authentic and permitted, from the raw request: what the vendor's gateway does before it
 * asks the product. In which order it looks is not documented; here the cheap looks come first, and only an authentic
 * call uses its nonce up.
 */
final class Gateway {
    private static final String ACTION = "QueryPreCheckDatabase";
    private static final String VERSION = "2018-12-03";
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(15);
    private static final Pattern DATE_FORM = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

    private final Map<String, CloudAccount> accounts;
    private final NonceMemory nonces;

    Gateway(Map<String, CloudAccount> accounts, Instant now) {
        this.accounts = accounts;
        this.nonces = new NonceMemory(now);
    }

    /** Whose key the call names. */
    Optional<CloudAccount> account(Call call) {
        return call.authorization().map(a -> accounts.get(a.keyId()));
    }

    /** Why the call may not pass; empty: it passes. */
    Optional<Answer> refusal(Call call) {
        return placement(call)
                .or(() -> date(call))
                .or(() -> authenticity(call))
                .<Answer>map(Refusal::answer)
                .or(() -> account(call)
                        .flatMap(a -> a.refusal(call.parameter("TaskId").orElse(""), call.at())))
                .or(() -> call.parameter("UniRegionId").isEmpty()
                        ? Optional.of(Refusal.REGION_MISSING.answer())
                        : Optional.empty());
    }

    private static Optional<Refusal> placement(Call call) {
        if (!call.method().equals("POST")) {
            return Optional.of(Refusal.UNSUPPORTED_METHOD);
        } else if (!call.path().equals("/") || !call.header("x-acs-action").equals(ACTION)) {
            return Optional.of(Refusal.ACTION_NOT_FOUND);
        } else if (!call.header("x-acs-version").equals(VERSION)) {
            return Optional.of(Refusal.INVALID_VERSION);
        }
        return call.parameters().isEmpty() ? Optional.of(Refusal.INVALID_QUERY) : Optional.empty();
    }

    private static Optional<Refusal> date(Call call) {
        String date = call.header("x-acs-date");
        if (!DATE_FORM.matcher(date).matches()) {
            return Optional.of(Refusal.DATE_FORMAT);
        }
        try {
            Duration skew = Duration.between(Instant.parse(date), call.at()).abs();
            return skew.compareTo(LARGEST_SKEW) > 0 ? Optional.of(Refusal.DATE_EXPIRED) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.of(Refusal.DATE_FORMAT);
        }
    }

    private Optional<Refusal> authenticity(Call call) {
        Optional<Authorization> authorization = call.authorization();
        if (authorization.isEmpty() || call.header("x-acs-signature-nonce").isEmpty()) {
            return Optional.of(Refusal.INCOMPLETE_SIGNATURE);
        } else if (!authorization.get().algorithm().equals(Acs3Signer.ALGORITHM)) {
            return Optional.of(Refusal.SIGNATURE_METHOD);
        }
        CloudAccount account = accounts.get(authorization.get().keyId());
        if (account == null) {
            return Optional.of(Refusal.KEY_NOT_FOUND);
        }
        CloudAccount.Key key = account.key();
        return key(call, key)
                .or(() -> SignatureCheck.refusal(call, authorization.get(), key.secret()))
                .or(() -> nonces.add(call.header("x-acs-signature-nonce"), call.at())
                        ? Optional.empty()
                        : Optional.of(Refusal.NONCE_USED));
    }

    private static Optional<Refusal> key(Call call, CloudAccount.Key key) {
        if (!key.active()) {
            return Optional.of(Refusal.KEY_INACTIVE);
        } else if (key.token().isEmpty()) {
            return Optional.empty();
        }
        CloudAccount.Token token = key.token().get();
        String sent = call.header("x-acs-security-token");
        if (sent.isEmpty()) {
            return Optional.of(Refusal.TOKEN_MISSING);
        } else if (!sent.equals(token.value())) {
            return Optional.of(Refusal.TOKEN_MISMATCH);
        }
        return token.expired() ? Optional.of(Refusal.TOKEN_EXPIRED) : Optional.empty();
    }
}
