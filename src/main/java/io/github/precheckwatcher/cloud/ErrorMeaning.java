package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.precheck.Words;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one of the vendor's error codes means. Codes alone decide, the HTTP status beside them varies from page to page of
 * the vendor's documentation.
 *
 * @param kind whose matter it is
 * @param remedy what a person can do about it
 */
public record ErrorMeaning(Kind kind, Optional<String> remedy) {
    /** Whose matter a code is. */
    public enum Kind {
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

    private static final Map<String, ErrorMeaning> BY_NAME = Map.of(
            "serviceunavailable",
            new ErrorMeaning(Kind.WAY, Optional.of("wait: the vendor's service is unavailable")),
            "signaturenonceused",
            new ErrorMeaning(Kind.NONCE, Optional.of("look for a proxy that sends requests twice")),
            "signaturedoesnotmatch",
            new ErrorMeaning(
                    Kind.SIGNATURE,
                    Optional.of("check the account's AccessKey secret; a corrected file is read again by itself")),
            "forbidden.accesskeydisabled",
            new ErrorMeaning(Kind.KEY, Optional.of(KEY_REMEDY)),
            "missingsecuritytoken",
            new ErrorMeaning(Kind.KEY, Optional.of(TOKEN_REMEDY)),
            "invalidtimestamp.format",
            new ErrorMeaning(Kind.ACCOUNT, Optional.of("report this as a bug of precheck-watcher")),
            "incompletesignature",
            new ErrorMeaning(Kind.ACCOUNT, Optional.of("look for a proxy that drops request headers")),
            "invalidsignaturemethod",
            new ErrorMeaning(Kind.ACCOUNT, Optional.of("look for a proxy that changes request headers")));

    public ErrorMeaning {
        requireNonNull(kind, "kind");
        requireNonNull(remedy, "remedy");
    }

    /**
     * What a code says that an answer to this call has.
     *
     * @param code raw
     */
    static ErrorMeaning of(String code, RpcCall call) {
        String name = Words.normal(code);
        return call.error(name).orElseGet(() -> ofGateway(name, call));
    }

    private static ErrorMeaning ofGateway(String name, RpcCall call) {
        if (name.contains("throttling")) {
            return throttled();
        }
        ErrorMeaning named = BY_NAME.get(name);
        if (named != null) {
            return named;
        }
        if (isOrBelow(name, "invalidaccesskeyid")) {
            return new ErrorMeaning(Kind.KEY, Optional.of(KEY_REMEDY));
        }
        if (isOrBelow(name, "invalidsecuritytoken")) {
            return new ErrorMeaning(Kind.KEY, Optional.of(TOKEN_REMEDY));
        }
        if (isOrBelow(name, "invalidtimestamp")) {
            return new ErrorMeaning(
                    Kind.CLOCK, Optional.of("set this host's clock (NTP): the vendor allows 15 minutes of difference"));
        }
        if (WRONG_ENDPOINT.contains(name)) {
            return wrongEndpoint(call.action());
        }
        if (PERMISSION_CODES.contains(name)) {
            return new ErrorMeaning(
                    Kind.PERMISSION,
                    Optional.of("grant the RAM action " + call.action().permission()
                            + " (resource *) to the account's user or role"));
        }
        if (name.startsWith("invalid") || name.startsWith("missing")) {
            return new ErrorMeaning(Kind.PARAMETER, Optional.of(call.parameterRemedy()));
        }
        return new ErrorMeaning(Kind.WATCH, Optional.of("if it stays, ask the vendor's support, naming the RequestId"));
    }

    /** The account calls too often, with or without a code. */
    static ErrorMeaning throttled() {
        return new ErrorMeaning(Kind.THROTTLED, Optional.of("lower calls-per-second of the account"));
    }

    /** The endpoint is none of the product's, with or without a code. */
    static ErrorMeaning wrongEndpoint(RpcAction action) {
        return new ErrorMeaning(
                Kind.ACCOUNT,
                Optional.of("set endpoint or management-region of the account to one of the vendor's "
                        + action.product() + " endpoints, with https"));
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
