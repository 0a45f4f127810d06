package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.cloud.credentials.SigningKey;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

/**
 * Signs the request that is actually sent: its own method, path, query and host, with the key and the date of this
 * moment of the account whose it is. Waits for the key without holding the caller's thread.
 */
final class SigningFilter implements ResteasyReactiveClientRequestFilter {
    private final Attempts attempts;

    SigningFilter(Attempts attempts) {
        this.attempts = requireNonNull(attempts, "attempts");
    }

    @Override
    public void filter(ResteasyReactiveClientRequestContext request) {
        CompletableFuture<SigningKey> key =
                attempt(request).caller().credentials().fetch();
        if (key.isDone() && !key.isCompletedExceptionally()) {
            sign(request, key.join());
            return;
        }
        request.suspend();
        key.whenComplete((fetched, failure) -> {
            try {
                if (failure != null) {
                    request.resume(failure);
                } else {
                    sign(request, fetched);
                    request.resume();
                }
            } catch (RuntimeException ended) {
                request.resume(ended);
            }
        });
    }

    private void sign(ResteasyReactiveClientRequestContext request, SigningKey key) {
        // looked for anew: a key that took too long must not send what nobody waits for any more
        Attempt attempt = attempt(request);
        URI uri = request.getUri();
        Map<String, String> signed = new HashMap<>();
        signed.put("host", host(uri));
        signed.put("x-acs-action", attempt.action().name());
        signed.put("x-acs-version", attempt.action().version());
        signed.put(
                "x-acs-date",
                attempt.caller().clock().now().truncatedTo(ChronoUnit.SECONDS).toString());
        signed.put(RpcApi.NONCE, attempt.nonce());
        signed.put(Acs3Signer.CONTENT_SHA256, Acs3Signer.EMPTY_BODY_SHA256);
        key.securityToken().ifPresent(token -> {
            signed.put("x-acs-security-token", token);
            signed.put("x-acs-accesskey-id", key.accessKeyId());
        });
        String authorization = Acs3Signer.sign(request.getMethod(), uri.getRawPath(), query(uri), signed, key.secret())
                .authorization(key.accessKeyId());
        MultivaluedMap<String, Object> headers = request.getHeaders();
        signed.forEach(headers::putSingle);
        headers.putSingle("Authorization", authorization);
        attempt.signedWith(key);
    }

    private Attempt attempt(ResteasyReactiveClientRequestContext request) {
        return attempts.find(request.getHeaderString(RpcApi.NONCE))
                .orElseThrow(() -> new CancellationException("the call has ended"));
    }

    /** The Host header: with its port unless it is the scheme's own. */
    private static String host(URI uri) {
        int standard = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return uri.getPort() == -1 || uri.getPort() == standard ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** The query as the server will decode it: the client writes it in form style, with "+" for a space. */
    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                query.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
