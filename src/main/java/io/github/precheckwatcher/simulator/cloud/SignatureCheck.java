package io.github.precheckwatcher.simulator.cloud;

import io.github.precheckwatcher.cloud.Acs3Signer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Verifies the signature of a call by signing once more what arrived. */
final class SignatureCheck {
    private SignatureCheck() {}

    /** Why the signature is refused, if it is. */
    static Optional<Refusal> refusal(Call call, Authorization authorization, String secret) {
        String bodyHash = call.body().length == 0 ? Acs3Signer.EMPTY_BODY_SHA256 : Acs3Signer.sha256Hex(call.body());
        if (!call.header(Acs3Signer.CONTENT_SHA256).equals(bodyHash)) {
            return Optional.of(Refusal.BODY_HASH);
        }
        Map<String, String> headers = new HashMap<>();
        call.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        Acs3Signer.Signature ours =
                Acs3Signer.sign(call.method(), call.path(), call.parameters().orElseThrow(), headers, secret);
        // every header that must be signed is in ours: a sender that signs fewer leaves the rest open to change
        if (!authorization.signedHeaders().equals(ours.signedHeaders())) {
            return Optional.of(Refusal.INCOMPLETE_SIGNATURE);
        }
        return MessageDigest.isEqual(ascii(ours.signature()), ascii(authorization.signature()))
                ? Optional.empty()
                : Optional.of(Refusal.SIGNATURE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
