package io.github.precheckwatcher.sas;

import io.github.precheckwatcher.precheck.Words;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one of the vendor's error codes means. Codes alone decide, the HTTP status beside them varies from page to page of
 * the vendor's documentation (api.md 5.2).
 *
 * @param kind whose matter it is
 * @param remedy what a person can do about it
 */
record SasError(Kind kind, Optional<String> remedy) {
    /** Whose matter a code is, design.md 4. */
    enum Kind {
        /** The account calls too often. */
        THROTTLED,
        /** The service is away: as if the way there failed. */
        WAY,
        /** The nonce was seen before: once more with a new one. */
        NONCE,
        /** Key or token refused: once more with a key fetched anew. */
        KEY,
        /** The signature does not match: once more if the key fetched anew is another one. */
        SIGNATURE,
        /** The date is refused: once more with the server's. */
        CLOCK,
        /** The account may not call, whatever is tried. */
        ACCOUNT,
        /** The account may not ask for this. */
        PERMISSION,
        /** A parameter of this watch is refused. */
        PARAMETER,
        /** Everything else counts against the watch, bounded. */
        WATCH
    }

    private static final String ENDPOINT_REMEDY =
            "set endpoint or management-region of the account to one of the vendor's Security Center endpoints, with https";

    private static final String KEY_REMEDY =
            "check the account's AccessKey: it is unknown, disabled or deleted; a corrected key file is read again by itself";

    private static final String TOKEN_REMEDY =
            "check that AccessKey and security token are fresh and belong together; files are read again by themselves";

    private static final Set<String> WRONG_ENDPOINT = Set.of(
            "invalidapi.notfound",
            "invalidaction.notfound",
            "invalidversion",
            "invalidproduct.notfound",
            "invalidprotocol.needssl");

    private static final Set<String> PERMISSION_CODES =
            Set.of("nopermission", "forbidden", "forbidden.ram", "accessdenied");

    private static final Map<String, SasError> BY_NAME = Map.of(
            "serviceunavailable",
            new SasError(Kind.WAY, Optional.of("wait: the vendor's service is unavailable")),
            "signaturenonceused",
            new SasError(Kind.NONCE, Optional.of("look for a proxy that sends requests twice")),
            "signaturedoesnotmatch",
            new SasError(
                    Kind.SIGNATURE,
                    Optional.of("check the account's AccessKey secret; a corrected file is read again by itself")),
            "forbidden.accesskeydisabled",
            new SasError(Kind.KEY, Optional.of(KEY_REMEDY)),
            "missingsecuritytoken",
            new SasError(Kind.KEY, Optional.of(TOKEN_REMEDY)),
            "invalidtimestamp.format",
            new SasError(Kind.ACCOUNT, Optional.of("report this as a bug of precheck-watcher")),
            "incompletesignature",
            new SasError(Kind.ACCOUNT, Optional.of("look for a proxy that drops request headers")),
            "invalidsignaturemethod",
            new SasError(Kind.ACCOUNT, Optional.of("look for a proxy that changes request headers")),
            "servererror",
            new SasError(
                    Kind.WATCH,
                    Optional.of("check that the task id exists and is not outdated, else ask the vendor's support,"
                            + " naming the RequestId")));

    static SasError of(String code) {
        String name = Words.normal(code);
        if (name.contains("throttling")) {
            return new SasError(Kind.THROTTLED, Optional.of("lower calls-per-second of the account"));
        }
        SasError named = BY_NAME.get(name);
        if (named != null) {
            return named;
        }
        if (isOrBelow(name, "invalidaccesskeyid")) {
            return new SasError(Kind.KEY, Optional.of(KEY_REMEDY));
        }
        if (isOrBelow(name, "invalidsecuritytoken")) {
            return new SasError(Kind.KEY, Optional.of(TOKEN_REMEDY));
        }
        if (isOrBelow(name, "invalidtimestamp")) {
            return new SasError(
                    Kind.CLOCK, Optional.of("set this host's clock (NTP): the vendor allows 15 minutes of difference"));
        }
        if (WRONG_ENDPOINT.contains(name)) {
            return new SasError(Kind.ACCOUNT, Optional.of(ENDPOINT_REMEDY));
        }
        if (PERMISSION_CODES.contains(name)) {
            return new SasError(
                    Kind.PERMISSION,
                    Optional.of("grant the RAM action yundun-sas:QueryPreCheckDatabase (resource *) to the account's"
                            + " user or role"));
        }
        if (name.startsWith("invalid") || name.startsWith("missing")) {
            return new SasError(
                    Kind.PARAMETER, Optional.of("check task-id, instance-uuid and uni-region-id of this watch"));
        }
        return new SasError(Kind.WATCH, Optional.of("if it stays, ask the vendor's support, naming the RequestId"));
    }

    /** The remedy for the signs of a wrong endpoint that carry no code. */
    static Optional<String> wrongEndpoint() {
        return Optional.of(ENDPOINT_REMEDY);
    }

    /** Whether a {@code Code} says that all is well: some of the vendor's services put one beside good answers. */
    static boolean success(String code) {
        String name = Words.normal(code);
        return name.equals("200") || name.equals("ok") || name.equals("success");
    }

    private static boolean isOrBelow(String name, String family) {
        return name.equals(family) || name.startsWith(family + ".");
    }
}
