package io.github.precheckwatcher.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.precheckwatcher.cloud.PollResult.AccountRefused;
import io.github.precheckwatcher.cloud.PollResult.Observed;
import io.github.precheckwatcher.cloud.PollResult.PermissionRefused;
import io.github.precheckwatcher.cloud.PollResult.TransportFailed;
import io.github.precheckwatcher.cloud.PollResult.WatchFault;
import io.github.precheckwatcher.cloud.answer.RpcResponse;
import io.github.precheckwatcher.cloud.answer.SafeText;
import io.github.precheckwatcher.cloud.credentials.SigningKey;
import io.github.precheckwatcher.cloud.sas.SasCalls;
import io.github.precheckwatcher.precheck.Observation;
import io.github.precheckwatcher.precheck.Phase;
import io.github.precheckwatcher.precheck.Prechecks;
import io.github.precheckwatcher.precheck.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
    private static final String SECRET = "s3cr3t+of/the=key";
    private static final String TOKEN = "CAIS+token/with==";
    private static final SigningKey KEY = new SigningKey("LTAI-id", SECRET, Optional.of(TOKEN), 0);

    // what is good

    @Test
    void the_vendors_sample_is_observed_whole() {
        Observation seen = observed(read(200, sample()));

        assertThat(seen.phase()).isEqualTo(Phase.ENDED);
        assertThat(seen.progress()).hasValue(100);
        assertThat(seen.createdTime()).contains(Instant.ofEpochSecond(1660448660));
        assertThat(seen.updatedTime()).contains(Instant.ofEpochSecond(1671084106));
        assertThat(seen.completedTime()).contains(Instant.ofEpochSecond(1657524396));
        assertThat(seen.requestId()).contains("CE500770-42D3-442E-9DDD-156E0F9F****");
        assertThat(seen.report().whole()).isTrue();
        assertThat(seen.report().items()).hasSize(4);
    }

    @Test
    void a_running_precheck_has_neither_result_nor_completed_time() {
        Observation seen = observed(
                read(200, "{\"Description\":\"created\",\"Progress\":\"30\",\"Result\":null,\"CompletedTime\":0}"));

        assertThat(seen.phase()).isEqualTo(Phase.RUNNING);
        assertThat(seen.progress()).hasValue(30);
        assertThat(seen.completedTime()).isEmpty();
        assertThat(seen.report().raw()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF{\"Description\":\"completed\"}",
                " \n{\"description\":\"completed\"}\n ",
                "{\"Description\":\" COMPLETED\uFEFF\"}",
                "{\"Description\":\"created\",\"Description\":\"completed\"}",
                "{\"description\":\"created\",\"Description\":\"completed\"}",
                "{\"Description\":\"completed\",\"description\":\"created\"}",
                "{\"Code\":\"NoPermission\",\"Description\":\"completed\"}",
                "{\"Code\":200,\"Description\":\"completed\"}",
                "{\"Data\":{\"Description\":\"created\"},\"Description\":\"completed\"}",
                "{\"Description\":\"completed\",\"Progress\":1e999999999}"
            })
    void a_description_is_found_in_every_spelling(String body) {
        assertThat(observed(read(200, body)).phase()).isEqualTo(Phase.ENDED);
        assertThat(observed(read(299, body)).phase()).isEqualTo(Phase.ENDED);
    }

    @Test
    void an_unheard_of_state_is_observed_with_its_raw_word() {
        assertThat(observed(read(200, "{\"Description\":\"Paused!\",\"Code\":\"Success\"}"))
                        .rawState())
                .isEqualTo("Paused!");
    }

    @Test
    void a_code_wins_over_an_unheard_of_state() {
        assertThat(problem(read(200, "{\"Description\":\"caller has no permission\",\"Code\":\"NoPermission\"}"))
                        .code())
                .isEqualTo("NoPermission");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s]", "{\"instanceId\":\"i\",\"results\":[],\"x\":%s}"})
    void a_result_of_raw_json_nested_without_end_does_not_cost_the_description(String shape) {
        String deep = "[".repeat(200_000) + "]".repeat(200_000);

        Observation seen = observed(read(
                200, "{\"Result\":" + shape.formatted(deep) + ",\"Description\":\"completed\",\"RequestId\":\"R\"}"));

        assertThat(seen.phase()).isEqualTo(Phase.ENDED);
        assertThat(seen.requestId()).contains("R");
        assertThat(seen.report().whole()).isFalse();
    }

    @Test
    void a_result_of_raw_json_is_read_as_it_stands() {
        Observation seen = observed(read(
                200,
                "{\"Progress\":7,\"Result\" : [ {\"instanceId\":\"i-中\",\"results\":[{\"item\":\"A\",\"result\":\"PASSED\"}]} ] ,"
                        + "\"Description\":\"completed\"}"));

        assertThat(seen.report().whole()).isTrue();
        assertThat(seen.report().items()).hasSize(1);
        assertThat(seen.report().raw().orElseThrow())
                .startsWith("[ {\"instanceId\"")
                .endsWith("]} ]");
    }

    // what is malformed

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"completed\"",
                "{",
                "{}",
                "{\"Description\":\"completed\"",
                "{\"Description\":\"completed\"}x",
                "{\"Description\":\"completed\"}{}",
                "{\"Description\":\"\"}",
                "{\"Description\":null}",
                "{\"Description\":{\"a\":1}}",
                "{\"RequestId\":\"R\"}",
                "<html><body>proxy login</body></html>",
                "<!DOCTYPE html><html>",
                "<QueryPreCheckDatabaseResponse><Description>completed</Description></QueryPreCheckDatabaseResponse>",
                "completed"
            })
    void a_2xx_answer_without_a_description_is_malformed(String body) {
        PollResponse response = read(200, body);

        assertThat(response.result()).isInstanceOf(WatchFault.class);
        assertThat(problem(response).code()).isEqualTo(Problem.MALFORMED);
    }

    @Test
    void invalid_utf_8_is_malformed() {
        byte[] body = "{\"Description\":\"completed\",\"Message\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        body[body.length - 3] = (byte) 0xC3;

        PollResponse response = ResponseReader.read(
                        response(200, body), SasCalls.query(), new SafeText(Optional.of(KEY)))
                .response();

        assertThat(problem(response).code()).isEqualTo(Problem.MALFORMED);
        assertThat(problem(response).message()).contains("not UTF-8");
    }

    // codes

    @ParameterizedTest
    @CsvSource({
        "Throttling, Throttled, NONE",
        "Throttling.User, Throttled, NONE",
        "Throttling.Api, Throttled, NONE",
        "Rejected.Throttling, Throttled, NONE",
        "ServiceUnavailable, TransportFailed, NONE",
        "InternalError, WatchFault, NONE",
        "ServerError, WatchFault, NONE",
        "SomethingUnheardOf, WatchFault, NONE",
        "UnsupportedHTTPMethod, WatchFault, NONE",
        "SignatureNonceUsed, WatchFault, NEW_NONCE",
        "InvalidTimeStamp.Expired, AccountRefused, SERVER_DATE",
        "InvalidTimeStamp.Format, AccountRefused, NONE",
        "SignatureDoesNotMatch, AccountRefused, CHANGED_KEY",
        "IncompleteSignature, AccountRefused, NONE",
        "InvalidSignatureMethod, AccountRefused, NONE",
        "InvalidAccessKeyId.NotFound, AccountRefused, NEW_KEY",
        "InvalidAccessKeyId.Inactive, AccountRefused, NEW_KEY",
        "Forbidden.AccessKeyDisabled, AccountRefused, NEW_KEY",
        "InvalidSecurityToken.Expired, AccountRefused, NEW_KEY",
        "InvalidSecurityToken.Malformed, AccountRefused, NEW_KEY",
        "InvalidSecurityToken.MismatchWithAccessKey, AccountRefused, NEW_KEY",
        "MissingSecurityToken, AccountRefused, NEW_KEY",
        "NoPermission, PermissionRefused, NONE",
        "Forbidden, PermissionRefused, NONE",
        "Forbidden.RAM, PermissionRefused, NONE",
        "AccessDenied, PermissionRefused, NONE",
        "MissingTaskId, WatchRefused, NONE",
        "MissingParameter, WatchRefused, NONE",
        "InvalidUniRegionId, WatchRefused, NONE",
        "InvalidParameter, WatchRefused, NONE",
        "InvalidApi.NotFound, AccountRefused, NONE",
        "InvalidAction.NotFound, AccountRefused, NONE",
        "InvalidVersion, AccountRefused, NONE",
        "InvalidProduct.NotFound, AccountRefused, NONE",
        "InvalidProtocol.NeedSsl, AccountRefused, NONE",
    })
    void a_code_classifies_the_answer_whatever_the_status_says(String code, String kind, SecondTry secondTry) {
        for (int status : new int[] {200, 302, 400, 403, 404, 408, 429, 500, 502, 503}) {
            for (String body : new String[] {
                "{\"RequestId\":\"R1\",\"HostId\":\"h\",\"Code\":\"" + code + "\",\"Message\":\"said so\"}",
                "{\"requestId\":\"R1\",\"code\":\" " + code.toLowerCase(java.util.Locale.ROOT)
                        + "\",\"message\":\"said so\"}",
                "<?xml version='1.0' encoding='UTF-8'?>\n<Error><RequestId>R1</RequestId><Code>" + code
                        + "</Code><Message>said <![CDATA[so]]></Message></Error>"
            }) {
                ReadResponse readResponse = readResponse(status, body);

                PollResult result = readResponse.response().result();
                assertThat(result.getClass().getSimpleName()).as(status + body).isEqualTo(kind);
                assertThat(readResponse.secondTry()).isEqualTo(secondTry);
                assertThat(problem(readResponse.response()).code()).isEqualToIgnoringCase(code);
                assertThat(problem(readResponse.response()).message()).isEqualTo("said so");
                assertThat(problem(readResponse.response()).requestId()).contains("R1");
                assertThat(problem(readResponse.response()).remedy()).isPresent();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NoPermission, yundun-sas:QueryPreCheckDatabase",
        "InvalidAccessKeyId.NotFound, AccessKey",
        "SignatureDoesNotMatch, secret",
        "InvalidTimeStamp.Expired, clock",
        "InvalidVersion, endpoint",
        "InvalidUniRegionId, uni-region-id",
        "Throttling.User, calls-per-second"
    })
    void a_remedy_names_what_to_look_at(String code, String named) {
        assertThat(problem(read(400, "{\"Code\":\"" + code + "\"}")).remedy().orElseThrow())
                .contains(named);
    }

    // the status, where there is no code

    @ParameterizedTest
    @CsvSource({
        "429, Throttled",
        "408, TransportFailed",
        "400, TransportFailed",
        "404, TransportFailed",
        "407, TransportFailed"
    })
    void a_4xx_without_a_code_comes_from_something_on_the_way(int status, String kind) {
        assertThat(read(status, "<html>no</html>").result().getClass().getSimpleName())
                .isEqualTo(kind);
        assertThat(read(status, "").result().getClass().getSimpleName()).isEqualTo(kind);
        assertThat(read(status, "{\"Description\":\"completed\"}")
                        .result()
                        .getClass()
                        .getSimpleName())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "407, <html>no</html>, a proxy on the way wants a user and a password (407), proxy-user",
        "511, <html>no</html>, the network wants a login, log this host in",
        "413, <html>no</html>, HTTP 413: something before the endpoint takes no request of this size, raise the limit",
        "400, <h1>No required SSL certificate was sent</h1>, wants a client certificate, ask for none",
        "400, <h1>The SSL certificate error</h1>, does not accept the client certificate, ask for none"
    })
    void what_something_on_the_way_wants_is_named_with_a_remedy(int status, String page, String words, String remedy) {
        PollResponse response = read(status, page);

        assertThat(response.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(response).message()).contains(words);
        assertThat(problem(response).remedy().orElseThrow()).contains(remedy);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 504, 520})
    void a_5xx_without_a_code_is_a_failure_of_the_way(int status) {
        PollResponse response = read(status, "<html><h1>Bad Gateway</h1>");

        assertThat(response.result()).isInstanceOf(TransportFailed.class);
        assertThat(problem(response).code()).isEqualTo(Problem.NETWORK);
        assertThat(problem(response).message()).contains("" + status).contains("Bad Gateway");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308})
    void a_3xx_is_the_sign_of_a_wrong_endpoint(int status) {
        PollResponse response = read(status, "");

        assertThat(response.result()).isInstanceOf(AccountRefused.class);
        assertThat(problem(response).remedy().orElseThrow()).contains("endpoint");
    }

    @Test
    void the_code_of_a_cut_error_body_still_counts() {
        assertThat(problem(read(403, "{\"Code\":\"NoPermission\",\"Message\":\"caller has no perm"))
                        .code())
                .isEqualTo("NoPermission");
    }

    @Test
    void an_access_denied_detail_does_not_disturb() {
        String body = "{\"AccessDeniedDetail\":{\"Code\":\"x\",\"AuthAction\":\"yundun-sas:QueryPreCheckDatabase\"},"
                + "\"Code\":\"NoPermission\",\"Recommend\":\"https://api.aliyun.com\",\"Message\":\"no\"}";

        assertThat(read(403, body).result()).isInstanceOf(PermissionRefused.class);
    }

    @Test
    void the_request_id_of_the_header_stands_in() {
        RpcResponse response =
                new RpcResponse(502, Optional.of("R-header"), Optional.empty(), Optional.empty(), new byte[0]);

        assertThat(problem(ResponseReader.read(response, SasCalls.query(), new SafeText(Optional.empty()))
                                .response())
                        .requestId())
                .contains("R-header");
    }

    @Test
    void xml_entities_are_neither_fetched_nor_expanded() {
        String bomb = "<?xml version='1.0'?><!DOCTYPE Error [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>"
                + "<Error><Code>&a;</Code></Error>";

        assertThat(problem(read(400, bomb)).code()).isEqualTo(Problem.NETWORK);
    }

    // waits

    @ParameterizedTest
    @CsvSource({"1, 1", "250, 250", "60000, 60000", "60001, 60000", "999999999999, 60000", "' 40 ', 40"})
    void a_suggested_wait_is_kept_up_to_a_minute_beside_any_answer(String header, long millis) {
        for (String body : new String[] {"{\"Description\":\"created\"}", "{\"Code\":\"ServerError\"}", ""}) {
            assertThat(withRetryAfter(header, body).retryAfter()).contains(Duration.ofMillis(millis));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "1s", "", "soon", "+5", "９", "99999999999999999999"})
    void a_nonsensical_wait_is_ignored(String header) {
        assertThat(withRetryAfter(header, "{\"Code\":\"Throttling\"}").retryAfter())
                .isEmpty();
    }

    // what is shown

    @Test
    void an_echoed_request_is_shown_without_secret_token_and_signature() {
        String echo = "Specified signature is not matched with our calculation. server string to sign is:POST\\n/\\n"
                + "x-acs-security-token:" + TOKEN + "\\n\\nAuthorization: ACS3-HMAC-SHA256 Credential=LTAI-id,"
                + "SignedHeaders=host,Signature=0123456789abcdef secret " + SECRET + " and encoded "
                + Acs3Signer.encode(SECRET) + " SecurityToken=CAIS%2Btok";

        Problem problem = problem(read(400, "{\"Code\":\"SignatureDoesNotMatch\",\"Message\":\"" + echo + "\"}"));

        assertThat(problem.message())
                .contains("not matched")
                .doesNotContain(SECRET)
                .doesNotContain(TOKEN)
                .doesNotContain("CAIS")
                .doesNotContain(Acs3Signer.encode(SECRET))
                .doesNotContain("0123456789abcdef")
                .doesNotContain("\n");
    }

    @Test
    void secrets_are_cut_out_of_every_word_that_is_kept() {
        Observation seen = observed(read(
                200,
                "{\"Description\":\"odd " + SECRET + "\",\"RequestId\":\"" + TOKEN + "\",\"Result\":\"" + TOKEN
                        + "\"}"));

        assertThat(seen.toString()).doesNotContain(SECRET).doesNotContain(TOKEN);
        assertThat(problem(read(400, "{\"Code\":\"" + SECRET + "\"}")).toString())
                .doesNotContain(SECRET);
        assertThat(problem(read(500, "x".repeat(150) + TOKEN)).toString()).doesNotContain("CAIS");
    }

    @ParameterizedTest
    @MethodSource
    void a_secret_is_found_in_every_form_that_an_echo_may_have(String echo) {
        for (String place : List.of(
                "{\"Code\":\"SignatureDoesNotMatch\",\"Message\":\"got %s here\"}",
                "{\"Description\":\"completed\",\"Result\":\"odd %s text\"}",
                "{\"Description\":\"completed\",\"Result\":[{\"instanceId\":\"%1$s\",\"results\":[{\"item\":\"A %1$s\","
                        + "\"result\":\"B %1$s\"},{\"item\":7}],\"sourceType\":\"%1$s\"},5]}",
                "{\"Description\":\"completed\",\"Result\":\"[{\\\"results\\\":[{\\\"item\\\":\\\"%s\\\"}]}]\"}",
                "it is %s",
                "{\"Description\":\"completed\",\"Oops\":\"%s\"")) {
            String shown =
                    read(200, place.replace("%1$s", echo).replace("%s", echo)).toString();

            assertThat(decoded(shown)).as(place).doesNotContain(SECRET).doesNotContain(TOKEN);
        }
    }

    static Stream<String> a_secret_is_found_in_every_form_that_an_echo_may_have() {
        return Stream.of(SECRET, TOKEN)
                .flatMap(secret -> Stream.of(
                        secret,
                        secret.replace("/", "\\/"),
                        secret.replace("+", "\\u002b").replace("/", "\\u002F").replace("=", "\\u003d"),
                        secret.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining()),
                        secret.replace("/", "\\\\\\/").replace("+", "\\\\u002B").replace("=", "\\\\u003D"),
                        Acs3Signer.encode(secret),
                        Acs3Signer.encode(secret).toLowerCase(Locale.ROOT).replace("cais", "CAIS"),
                        Acs3Signer.encode(Acs3Signer.encode(secret)),
                        secret.replace("+", "&#43;").replace("/", "&#x2F;").replace("=", "&#x3d;")));
    }

    /** What a reader could make of it. */
    private static String decoded(String shown) {
        String text = shown;
        for (int round = 0; round < 3; round++) {
            text = Pattern.compile("\\\\+u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})|&#x([0-9a-fA-F]+);|&#43;")
                    .matcher(text)
                    .replaceAll(found -> {
                        String code = found.group(1) != null
                                ? found.group(1)
                                : found.group(2) != null ? found.group(2) : found.group(3);
                        return Matcher.quoteReplacement(
                                code == null ? "+" : Character.toString(Integer.parseInt(code, 16)));
                    })
                    .replaceAll("\\\\+/", "/");
        }
        return text;
    }

    @Test
    void a_mebibyte_of_escapes_or_of_a_secrets_beginning_is_no_slow_reading() {
        for (String part : List.of("\\\\", "%25", "s", "CAIS+token", "&#", "Signature=", " ")) {
            String message = part.repeat((1 << 20) / part.length() - 100);

            assertTimeoutPreemptively(
                    Duration.ofSeconds(2),
                    () -> assertThat(problem(read(400, "{\"Code\":\"ServerError\",\"Message\":\"" + message + "\"}"))
                                    .message())
                            .hasSizeLessThanOrEqualTo(2_000));
        }
    }

    @Test
    void a_message_has_no_control_characters_and_at_most_two_thousand_characters() {
        String message = "a\\u0000b\\u001b[31m\\r\\nc" + "字".repeat(5_000);

        String shown = problem(read(500, "{\"Code\":\"ServerError\",\"Message\":\"" + message + "\"}"))
                .message();

        assertThat(shown.codePointCount(0, shown.length())).isLessThanOrEqualTo(2_000);
        assertThat(shown.chars().noneMatch(Character::isISOControl)).isTrue();
    }

    // anything

    @Test
    void two_thousand_mutations_of_whole_answers_each_mean_something() {
        Random random = new Random(10);
        byte[][] seeds = {
            sample().getBytes(StandardCharsets.UTF_8),
            "{\"Description\":\"created\",\"Progress\":40,\"Result\":[{\"results\":[{\"item\":\"A\"}]}]}"
                    .getBytes(StandardCharsets.UTF_8),
            "{\"RequestId\":\"R\",\"Code\":\"InvalidSecurityToken.Expired\",\"Message\":\"m\"}"
                    .getBytes(StandardCharsets.UTF_8),
            "<?xml version='1.0'?><Error><Code>NoPermission</Code><Message>m</Message></Error>"
                    .getBytes(StandardCharsets.UTF_8)
        };
        int[] statuses = {200, 200, 200, 201, 302, 400, 403, 429, 500, 503};
        for (int i = 0; i < 2_000; i++) {
            byte[] body = mutated(seeds[random.nextInt(seeds.length)], random);
            int status = statuses[random.nextInt(statuses.length)];

            ReadResponse readResponse =
                    ResponseReader.read(response(status, body), SasCalls.query(), new SafeText(Optional.of(KEY)));

            assertThat(readResponse.response().result()).as("mutation %d", i).isNotNull();
            if (readResponse.response().result() instanceof Observed observed) {
                assertThat(status / 100).isEqualTo(2);
                assertThat(observed.observation().rawState()).isNotBlank();
            } else {
                assertThat(problem(readResponse.response()).message()).isNotBlank();
            }
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] body = seed.clone();
        for (int n = 1 + random.nextInt(6); n > 0 && body.length > 0; n--) {
            int at = random.nextInt(body.length);
            int length = Math.min(random.nextInt(40), body.length - at);
            switch (random.nextInt(5)) {
                case 0 -> body[at] = (byte) random.nextInt(256);
                case 1 -> body[at] = (byte) "{}[]\",:\\<>/&".charAt(random.nextInt(12));
                case 2 -> body = java.util.Arrays.copyOf(body, at);
                case 3 -> body = joined(body, 0, at, body, at + length, body.length);
                default -> body = joined(body, 0, at + length, body, at, body.length);
            }
        }
        return body;
    }

    private static byte[] joined(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        byte[] out = new byte[aTo - aFrom + bTo - bFrom];
        System.arraycopy(a, aFrom, out, 0, aTo - aFrom);
        System.arraycopy(b, bFrom, out, aTo - aFrom, bTo - bFrom);
        return out;
    }

    private static PollResponse withRetryAfter(String header, String body) {
        RpcResponse response = new RpcResponse(
                200, Optional.empty(), Optional.of(header), Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
        return ResponseReader.read(response, SasCalls.query(), new SafeText(Optional.empty()))
                .response();
    }

    private static PollResponse read(int status, String body) {
        return readResponse(status, body).response();
    }

    private static ReadResponse readResponse(int status, String body) {
        return ResponseReader.read(
                response(status, body.getBytes(StandardCharsets.UTF_8)),
                SasCalls.query(),
                new SafeText(Optional.of(KEY)));
    }

    private static RpcResponse response(int status, byte[] body) {
        return new RpcResponse(status, Optional.empty(), Optional.empty(), Optional.empty(), body);
    }

    private static Observation observed(PollResponse response) {
        assertThat(response.result()).isInstanceOf(Observed.class);
        return ((Observed) response.result()).observation();
    }

    static Problem problem(PollResponse response) {
        if (response.result() instanceof PollResult.Failure failure) {
            return failure.problem();
        }
        throw new AssertionError("no problem: " + response.result());
    }

    private static String sample() {
        return Prechecks.text("answers/vendor-sample.json");
    }
}
