package io.github.precheckwatcher.cloud.credentials;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to say of an account whose source gives no key.
 *
 * @param account the account's name
 */
record MissingCredentials(String account, CredentialsSource.Type type) {
    /** Token services say why in a code; nothing else of the library's message is fit to be shown. */
    private static final Pattern SERVICE_CODE =
            Pattern.compile("\\\\?\"Code\\\\?\"\\s*:\\s*\\\\?\"([A-Za-z][A-Za-z0-9._-]{0,63})\\\\?\"");

    /** All that the vendor's library says of a connection, a proxy or a TLS handshake that failed. */
    private static final Pattern NO_ANSWER = Pattern.compile("HttpCode[=:]\\s*0\\b");

    private static final String JVM_NETWORK =
            "; behind a proxy or in a network that opens TLS start with -Dhttps.proxyHost=... or"
                    + " -Djavax.net.ssl.trustStore=...: the vendor's library takes neither proxy nor tls.ca-file of an"
                    + " account";

    MissingCredentials {
        requireNonNull(account, "account");
        requireNonNull(type, "type");
    }

    /**
     * The source answered without a key.
     *
     * @param why null when it does not say
     */
    NoCredentials none(Throwable why) {
        boolean noAnswer = why != null
                && NO_ANSWER.matcher(String.valueOf(why.getMessage())).find();
        String code = noAnswer
                ? " (no answer: no connection, or a certificate that is not trusted)"
                : serviceCode(why).map(c -> " (" + c + ")").orElse("");
        String message = switch (type) {
            case DEFAULT -> "the vendor's default credential chain has no credentials" + code;
            case ACCESS_KEY, STS -> "the access key is not usable";
            case RAM_ROLE_ARN, OIDC_ROLE_ARN -> "the role could not be assumed" + code;
            case ECS_RAM_ROLE -> "the instance's metadata service gives no credentials" + code;
            case PROFILE -> "the profile gives no credentials" + code;
            case CREDENTIALS_URI -> "the credentials URI gives no credentials" + code;
        };
        return new NoCredentials(message, remedy() + (noAnswer ? JVM_NETWORK : ""));
    }

    /** The source did not answer in time. */
    NoCredentials late(Duration bound) {
        return new NoCredentials("the credentials did not come within " + bound.toMillis() + " ms", remedy());
    }

    private String remedy() {
        return switch (type) {
            case DEFAULT ->
                "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or a profile in"
                        + " ~/.aliyun/config.json or ~/.alibabacloud/credentials.ini, or"
                        + " ALIBABA_CLOUD_CREDENTIALS_URI, or give the host a RAM role, or name credentials"
                        + " under watcher.accounts." + account;
            case ACCESS_KEY, STS -> "check access-key-id and access-key-secret under watcher.accounts." + account;
            case RAM_ROLE_ARN, OIDC_ROLE_ARN ->
                "check role-arn, the role's trust policy, and that sts.aliyuncs.com can be reached";
            case ECS_RAM_ROLE -> "attach a RAM role to this ECS instance, or choose another type of credentials";
            case PROFILE -> "check the profile in ~/.aliyun/config.json (aliyun configure list)";
            case CREDENTIALS_URI ->
                "check that credentials-uri answers 200 with Code, AccessKeyId, AccessKeySecret, SecurityToken and"
                        + " Expiration";
        };
    }

    private static Optional<String> serviceCode(Throwable why) {
        Matcher matcher = SERVICE_CODE.matcher(why == null || why.getMessage() == null ? "" : why.getMessage());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
