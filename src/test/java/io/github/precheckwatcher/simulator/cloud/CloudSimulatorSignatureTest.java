package io.github.precheckwatcher.simulator.cloud;

import static io.github.precheckwatcher.simulator.cloud.CloudFixture.KEY_ID;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.REF;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.SECRET;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.TEMPORARY_KEY_ID;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.TOKEN;
import static io.github.precheckwatcher.simulator.cloud.CloudFixture.code;
import static io.github.precheckwatcher.simulator.cloud.VendorCaller.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.github.precheckwatcher.precheck.SourceType;
import io.github.precheckwatcher.simulator.script.Script;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor's own library signs here, so that our signer and our verifier cannot be wrong together. */
class CloudSimulatorSignatureTest {
    @RegisterExtension
    final CloudFixture fixture = new CloudFixture();

    private VendorCaller caller;

    @BeforeEach
    void script_one_precheck() {
        fixture.cloud().script(REF, Script.of(SourceType.MSSQL));
        caller = fixture.caller();
    }

    @Test
    void what_the_vendors_library_signs_is_accepted() throws Exception {
        HttpResponse<String> response = caller.ask(REF);

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = CloudFixture.json(response);
        assertThat(body.path("Description").asText()).isEqualTo("completed");
        assertThat(response.headers().firstValue("x-acs-request-id"))
                .hasValue(body.path("RequestId").asText());
        assertThat(body.path("RequestId").asText()).matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
        assertThat(response.headers().firstValue("Date")).hasValue("Tue, 02 Jan 2024 03:04:05 GMT");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json;charset=utf-8");
    }

    @Test
    void any_text_in_a_parameter_is_verified_as_the_vendor_signs_it() throws Exception {
        Random random = new Random(20260724);
        String letters = "aZ09-_.~ *+/&=%#?@:;,'\"<>\\|`^é中🚀\t";
        int[] points = letters.codePoints().toArray();
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder("t");
            random.ints(random.nextInt(12), 0, points.length).forEach(p -> text.appendCodePoint(points[p]));
            PrecheckRef ref = new PrecheckRef(text.toString(), "uuid" + text, "cn" + text);
            fixture.cloud().script(ref, Script.of(SourceType.MYSQL));

            assertThat(caller.ask(ref).statusCode()).as(text.toString()).isEqualTo(200);
        }
    }

    @Test
    void a_form_encoded_query_is_verified_by_what_it_decodes_to() throws Exception {
        PrecheckRef ref = new PrecheckRef("t a*~", "u", "cn-hangzhou");
        fixture.cloud().script(ref, Script.of(SourceType.MYSQL));
        Map<String, String> headers = new HashMap<>();
        caller.call(parameters(ref)).tamper(headers::putAll).send();

        String answer = raw("POST /?TaskId=t+a*~&InstanceUuid=u&UniRegionId=cn-hangzhou HTTP/1.1", headers);

        // the nonce was used up by the call whose headers we took: the look after the signature's
        assertThat(answer).contains("SignatureNonceUsed");
    }

    @Test
    void a_request_line_without_a_path_is_refused() throws Exception {
        Map<String, String> headers = new HashMap<>();
        caller.call(parameters(REF)).tamper(headers::putAll).send();

        String answer = raw("POST ?TaskId=" + REF.taskId() + "&UniRegionId=cn-hangzhou HTTP/1.1", headers);

        assertThat(answer).doesNotContain("200 OK").doesNotContain("Description");
    }

    @Test
    void another_secret_does_not_match() throws Exception {
        HttpResponse<String> response = caller.with(KEY_ID, "another").ask(REF);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode body = CloudFixture.json(response);
        assertThat(body.path("Code").asText()).isEqualTo("SignatureDoesNotMatch");
        assertThat(body.path("HostId").asText())
                .isEqualTo(fixture.cloud().endpoint().getAuthority());
        assertThat(body.path("Recommend").asText()).contains("SignatureDoesNotMatch");
        assertThat(response.headers().firstValue("x-acs-request-id"))
                .hasValue(body.path("RequestId").asText());
    }

    @Test
    void a_changed_parameter_does_not_match() throws Exception {
        Map<String, String> changed = parameters(REF);
        changed.put("TaskId", "t-000bc9nqwxsbyvod0009");

        assertThat(code(caller.call(parameters(REF)).sending(changed).send())).isEqualTo("SignatureDoesNotMatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-acs-signature-nonce", "x-acs-security-token"})
    void a_changed_header_does_not_match(String header) throws Exception {
        HttpResponse<String> response = caller.call(parameters(REF))
                .header(header, "signed")
                .tamper(h -> h.put(header, "changed"))
                .send();

        assertThat(code(response)).isEqualTo("SignatureDoesNotMatch");
    }

    @Test
    void a_header_that_was_not_signed_makes_the_signature_incomplete() throws Exception {
        HttpResponse<String> response = caller.call(parameters(REF))
                .tamper(h -> h.put("x-acs-security-token", "smuggled"))
                .send();

        assertThat(code(response)).isEqualTo("IncompleteSignature");
    }

    @Test
    void a_call_without_authorization_is_incomplete() throws Exception {
        HttpResponse<String> response = caller.call(parameters(REF))
                .tamper(h -> h.remove("Authorization"))
                .send();

        assertThat(code(response)).isEqualTo("IncompleteSignature");
    }

    @Test
    void another_algorithm_is_refused() throws Exception {
        HttpResponse<String> response = caller.call(parameters(REF))
                .tamper(h ->
                        h.computeIfPresent("Authorization", (n, v) -> v.replace("ACS3-HMAC-SHA256", "ACS3-HMAC-SM3")))
                .send();

        assertThat(code(response)).isEqualTo("InvalidSignatureMethod");
    }

    @Test
    void an_unknown_key_is_not_found() throws Exception {
        HttpResponse<String> response = caller.with("nobody", SECRET).ask(REF);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(code(response)).isEqualTo("InvalidAccessKeyId.NotFound");
    }

    @Test
    void a_disabled_key_is_inactive() throws Exception {
        fixture.cloud().account().activate(false);

        assertThat(code(caller.ask(REF))).isEqualTo("InvalidAccessKeyId.Inactive");
    }

    @Test
    void a_nonce_is_good_for_one_call() throws Exception {
        assertThat(caller.call(parameters(REF))
                        .header("x-acs-signature-nonce", "once")
                        .send()
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<String> again = caller.call(parameters(REF))
                .header("x-acs-signature-nonce", "once")
                .send();

        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(code(again)).isEqualTo("SignatureNonceUsed");
    }

    @Test
    void a_call_with_a_wrong_signature_does_not_use_its_nonce_up() throws Exception {
        caller.with(KEY_ID, "another")
                .call(parameters(REF))
                .header("x-acs-signature-nonce", "once")
                .send();

        assertThat(caller.call(parameters(REF))
                        .header("x-acs-signature-nonce", "once")
                        .send()
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {-901, 901})
    void a_date_more_than_a_quarter_of_an_hour_off_is_expired(int seconds) throws Exception {
        String date = fixture.clock.instant().plusSeconds(seconds).toString();

        HttpResponse<String> response =
                caller.call(parameters(REF)).header("x-acs-date", date).send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("InvalidTimeStamp.Expired");
    }

    @ParameterizedTest
    @ValueSource(ints = {-900, 900})
    void a_date_a_quarter_of_an_hour_off_is_accepted(int seconds) throws Exception {
        String date = fixture.clock.instant().plusSeconds(seconds).toString();

        assertThat(caller.call(parameters(REF))
                        .header("x-acs-date", date)
                        .send()
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-01-02T03:04:05.123Z", "2024-01-02 03:04:05", "2024-02-31T03:04:05Z", "now"})
    void a_date_in_another_form_is_refused(String date) throws Exception {
        assertThat(code(caller.call(parameters(REF)).header("x-acs-date", date).send()))
                .isEqualTo("InvalidTimeStamp.Format");
    }

    @Test
    void another_action_version_and_method_are_refused() throws Exception {
        assertThat(code(caller.call(parameters(REF))
                        .header("x-acs-action", "StartPreCheckDatabase")
                        .send()))
                .isEqualTo("InvalidAction.NotFound");
        assertThat(code(caller.call(parameters(REF))
                        .header("x-acs-version", "2018-12-04")
                        .send()))
                .isEqualTo("InvalidVersion");
        assertThat(code(caller.call(parameters(REF)).method("GET").send())).isEqualTo("UnsupportedHTTPMethod");
    }

    @Test
    void a_call_without_a_region_names_the_missing_parameter() throws Exception {
        Map<String, String> parameters = parameters(REF);
        parameters.remove("UniRegionId");

        HttpResponse<String> response = caller.call(parameters).send();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("MissingUniRegionId");
    }

    @Test
    void a_signed_body_is_accepted_and_another_body_is_not() throws Exception {
        assertThat(caller.call(parameters(REF)).body("{}").send().statusCode()).isEqualTo(200);
        assertThat(code(caller.call(parameters(REF))
                        .body("{}")
                        .header("x-acs-content-sha256", "0".repeat(64))
                        .send()))
                .isEqualTo("SignatureDoesNotMatch");
    }

    @Test
    void a_temporary_key_needs_its_token() throws Exception {
        VendorCaller temporary = caller.with(TEMPORARY_KEY_ID, SECRET);

        assertThat(code(temporary.ask(REF))).isEqualTo("MissingSecurityToken");
        assertThat(temporary
                        .call(parameters(REF))
                        .header("x-acs-security-token", TOKEN)
                        .send()
                        .statusCode())
                .isEqualTo(200);
        assertThat(code(temporary
                        .call(parameters(REF))
                        .header("x-acs-security-token", "another")
                        .send()))
                .isEqualTo("InvalidSecurityToken.MismatchWithAccessKey");
    }

    @Test
    void an_expired_token_is_refused_until_it_is_renewed() throws Exception {
        CloudAccount account = fixture.cloud().account(TEMPORARY_KEY_ID).orElseThrow();
        VendorCaller temporary = caller.with(TEMPORARY_KEY_ID, SECRET);
        account.expireToken();

        assertThat(code(temporary
                        .call(parameters(REF))
                        .header("x-acs-security-token", TOKEN)
                        .send()))
                .isEqualTo("InvalidSecurityToken.Expired");

        account.renewToken("fresh");
        assertThat(temporary
                        .call(parameters(REF))
                        .header("x-acs-security-token", "fresh")
                        .send()
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void nonces_are_forgotten_after_their_time() throws Exception {
        caller.call(parameters(REF)).header("x-acs-signature-nonce", "once").send();
        fixture.clock.advance(Duration.ofMinutes(31));

        assertThat(caller.call(parameters(REF))
                        .header("x-acs-signature-nonce", "once")
                        .send()
                        .statusCode())
                .isEqualTo(200);
    }

    private String raw(String requestLine, Map<String, String> headers) throws Exception {
        StringBuilder request = new StringBuilder(requestLine).append("\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        request.append("Content-Length: 0\r\nConnection: close\r\n\r\n");
        try (Socket socket = new Socket("127.0.0.1", fixture.cloud().endpoint().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
