package io.github.precheckwatcher.cloud.credentials;

import static java.util.Objects.requireNonNull;

import com.aliyun.credentials.http.CompatibleUrlConnClient;
import com.aliyun.credentials.http.FormatType;
import com.aliyun.credentials.http.HttpRequest;
import com.aliyun.credentials.http.HttpResponse;
import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.OIDCRoleArnCredentialProvider;
import com.aliyun.credentials.provider.RefreshResult;
import com.aliyun.credentials.provider.SessionCredentialsProvider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Assumes a role with the token in a file as the vendor's provider does, which sends the file as it is (credentials-java
 * 1.0.3), a byte order mark and a remark behind the token with it. This one sends what our rules for secrets make of it.
 */
final class CheckedOidcProvider extends SessionCredentialsProvider {
    private static final Pattern TOKEN = Pattern.compile("(?<=^|&)OIDCToken=[^&]*");

    private final OIDCRoleArnCredentialProvider vendors;
    private final Supplier<String> token;
    private final Function<HttpRequest, HttpResponse> sender;

    /**
     * @param vendors makes request and result
     * @param token reads the token anew; throws {@link NoCredentials} when it is not usable
     */
    CheckedOidcProvider(OIDCRoleArnCredentialProvider vendors, Supplier<String> token) {
        this(vendors, token, new CompatibleUrlConnClient()::syncInvoke);
    }

    CheckedOidcProvider(
            OIDCRoleArnCredentialProvider vendors, Supplier<String> token, Function<HttpRequest, HttpResponse> sender) {
        super(new Defaults());
        this.vendors = requireNonNull(vendors, "vendors");
        this.token = requireNonNull(token, "token");
        this.sender = requireNonNull(sender, "sender");
    }

    /** The base class keeps its result as long as it is valid. */
    @Override
    public RefreshResult<CredentialModel> refreshCredentials() {
        String usable = token.get();
        return vendors.createCredential(new CompatibleUrlConnClient() {
            @Override
            public HttpResponse syncInvoke(HttpRequest request) {
                String body = new String(request.getHttpContent(), StandardCharsets.UTF_8);
                String checked = TOKEN.matcher(body)
                        .replaceAll(Matcher.quoteReplacement(
                                "OIDCToken=" + URLEncoder.encode(usable, StandardCharsets.UTF_8)));
                request.setHttpContent(checked.getBytes(StandardCharsets.UTF_8), "UTF-8", FormatType.FORM);
                return sender.apply(request);
            }
        });
    }

    @Override
    public String getProviderName() {
        return vendors.getProviderName();
    }

    /** The base class's settings as the vendor's provider has them. */
    private static final class Defaults extends SessionCredentialsProvider.BuilderImpl<CheckedOidcProvider, Defaults> {
        @Override
        public CheckedOidcProvider build() {
            throw new UnsupportedOperationException("made by its constructor");
        }
    }
}
