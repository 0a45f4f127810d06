package io.github.precheckwatcher.cloud.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.credentials.http.FormatType;
import com.aliyun.credentials.http.HttpRequest;
import com.aliyun.credentials.http.HttpResponse;
import com.aliyun.credentials.provider.OIDCRoleArnCredentialProvider;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the vendor's own provider behind it; only the socket is left out. */
class CheckedOidcProviderTest {
    private final List<Map<String, String>> sent = new ArrayList<>();
    private final AtomicReference<String> token = new AtomicReference<>("header.payload.sign+/=&x");

    @TempDir
    Path dir;

    @Test
    void the_token_is_sent_as_our_rules_read_it_and_all_else_as_the_vendor_sends_it() throws Exception {
        CheckedOidcProvider provider = provider("\uFEFFheader.payload.sign+/=&x\r\n");

        assertThat(provider.getCredentials().getAccessKeyId()).isEqualTo("STS.id");

        assertThat(sent)
                .singleElement()
                .satisfies(body -> assertThat(body)
                        .containsEntry("OIDCToken", "header.payload.sign+/=&x")
                        .containsEntry("RoleArn", "acs:ram::1:role/r")
                        .containsEntry("OIDCProviderArn", "acs:ram::1:oidc-provider/p")
                        .containsEntry("RoleSessionName", "session"));
        provider.getCredentials();
        assertThat(sent).as("kept as long as it is valid").hasSize(1);
    }

    @Test
    void a_token_that_is_not_usable_is_sent_nowhere_and_its_reason_stays() throws Exception {
        CheckedOidcProvider provider = provider("whatever");
        token.set(null);

        assertThatThrownBy(provider::getCredentials)
                .isInstanceOf(CredentialException.class)
                .hasRootCauseInstanceOf(NoCredentials.class);
        assertThat(sent).isEmpty();
    }

    private CheckedOidcProvider provider(String file) throws Exception {
        Path path = Files.writeString(dir.resolve("token"), file);
        return new CheckedOidcProvider(
                OIDCRoleArnCredentialProvider.builder()
                        .roleArn("acs:ram::1:role/r")
                        .oidcProviderArn("acs:ram::1:oidc-provider/p")
                        .roleSessionName("session")
                        .oidcTokenFilePath(path.toString())
                        .build(),
                () -> {
                    if (token.get() == null) {
                        throw new NoCredentials("oidc-token-file is empty", "mend it");
                    }
                    return token.get();
                },
                this::answer);
    }

    private HttpResponse answer(HttpRequest request) {
        Map<String, String> body = new HashMap<>();
        for (String pair : new String(request.getHttpContent(), StandardCharsets.UTF_8).split("&")) {
            String[] parts = pair.split("=", 2);
            body.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        sent.add(body);
        HttpResponse response = new HttpResponse("https://sts.example.com/");
        response.setResponseCode(200);
        response.setHttpContent(
                ("{\"Credentials\":{\"AccessKeyId\":\"STS.id\",\"AccessKeySecret\":\"s\",\"SecurityToken\":\"t\","
                                + "\"Expiration\":\"2999-01-01T00:00:00Z\"}}")
                        .getBytes(StandardCharsets.UTF_8),
                "UTF-8",
                FormatType.JSON);
        return response;
    }
}
