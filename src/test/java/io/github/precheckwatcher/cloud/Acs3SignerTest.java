package io.github.precheckwatcher.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openapiutil.Client;
import com.aliyun.tea.TeaRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Golden vectors and the vendor's own library as oracle. */
class Acs3SignerTest {
    private static final String SECRET = "testAkSecret";
    private static final String RESERVED = " !\"#$%&'()*+,/:;<=>?@[\\]^`{|}~-_.\t\n";

    @Test
    void the_example_that_the_vendor_published_has_the_published_signature() {
        Map<String, String> headers = headers("ecs.cn-shanghai.aliyuncs.com");
        headers.put("x-acs-action", "RunInstances");
        headers.put("x-acs-version", "2014-05-26");
        headers.put("x-acs-date", "2023-10-26T10:22:32Z");
        headers.put("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d");
        Map<String, String> query = Map.of(
                "ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
                "RegionId", "cn-shanghai");

        assertThat(hashOf("POST", query, headers))
                .isEqualTo("7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259");
        assertThat(Acs3Signer.sign("POST", "/", query, headers, "YourAccessKeySecret")
                        .signature())
                .isEqualTo("06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    }

    @Test
    void a_plain_call_has_the_golden_signature_and_authorization() {
        Map<String, String> headers = headers("tds.cn-shanghai.aliyuncs.com");

        Acs3Signer.Signature signature = Acs3Signer.sign("POST", "/", query(), headers, SECRET);

        assertThat(hashOf("POST", query(), headers))
                .isEqualTo("37a4de6ec9f5256b341d3fb6470676810212f50062df6c3cc233b31d69da5325");
        assertThat(signature.authorization("testAkId"))
                .isEqualTo("ACS3-HMAC-SHA256 Credential=testAkId,"
                        + "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
                        + "Signature=4f23aeb1ae4ed020a3d511b69cee9f318437db68b5d7c49b02d450cf53c6d78d");
    }

    @Test
    void a_call_with_a_security_token_signs_the_token() {
        Map<String, String> headers = headers("tds.cn-shanghai.aliyuncs.com");
        headers.put("x-acs-security-token", "testStsToken==");
        headers.put("x-acs-accesskey-id", "testAkId");

        Acs3Signer.Signature signature = Acs3Signer.sign("POST", "/", query(), headers, SECRET);

        assertThat(hashOf("POST", query(), headers))
                .isEqualTo("bee8974f33f9b525a88c3f671afeb3899678a8709c487c15f9bfdc1aacc64c66");
        assertThat(signature.signature()).isEqualTo("c6e0b1841d36f118adfe463217c1b3298b897c4a378f34b9ccc1f93cf3a7b2cb");
        assertThat(signature.signedHeaders())
                .isEqualTo("host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;"
                        + "x-acs-signature-nonce;x-acs-version");
    }

    @Test
    void reserved_and_chinese_characters_and_an_empty_value_are_encoded_as_the_vendor_does() {
        Map<String, String> query = query();
        query.put("TaskId", "a b*c~d/e+f&g=h%中");
        query.put("InstanceUuid", "");

        assertThat(Acs3Signer.canonicalQuery(query))
                .isEqualTo("InstanceUuid=&TaskId=a%20b%2Ac~d%2Fe%2Bf%26g%3Dh%25%E4%B8%AD&UniRegionId=cn-hangzhou");
        assertVector(
                "POST",
                "tds.cn-shanghai.aliyuncs.com",
                query,
                "b849719cb763a28e6d35b01a3e090329166fce7476ba5fb52ba44c43d210071e",
                "c68a6be420a5cd2f9eedf495ecaaac96743efe41fce668b99cb129dd1c27a76d");
    }

    @Test
    void the_method_is_part_of_what_is_signed() {
        assertVector(
                "GET",
                "tds.cn-shanghai.aliyuncs.com",
                query(),
                "93e1ace1ffa10110b930f2ad8bba6492dbc44eae45dc4d334213348e5861af3f",
                "5aa5f2efe75ae5038505d4bb0fe3cd335703d6e0d43b4bb1ab395ded02c80885");
    }

    @Test
    void a_non_default_port_is_part_of_the_host() {
        assertVector(
                "POST",
                "127.0.0.1:8080",
                query(),
                "24cf5dd06266993e47eee6828fb0f76272c6c4295c267bce5d6c09d58a9ee55f",
                "243b49ecbb8a123a7039c6675504b6ef599c118cd13ebec194d6a7551574cf33");
    }

    @Test
    void five_thousand_random_requests_are_signed_as_the_vendors_library_signs_them() throws Exception {
        Random random = new Random(20181203);
        for (int i = 0; i < 5_000; i++) {
            TeaRequest request = new TeaRequest();
            request.method = random.nextBoolean() ? "POST" : "GET";
            request.pathname = random.nextInt(4) == 0 ? "/" + Acs3Signer.encode(text(random, 8)) : "/";
            for (int q = random.nextInt(6); q > 0; q--) {
                request.query.put(text(random, 10), text(random, 40));
            }
            request.headers.put("host", "h" + random.nextInt(100) + ".example.com");
            request.headers.put("Accept", "application/json");
            request.headers.put("x-acs-content-sha256", Acs3Signer.sha256Hex(bytes(text(random, 5))));
            for (int h = random.nextInt(5); h > 0; h--) {
                request.headers.put("x-acs-" + (char) ('a' + random.nextInt(26)), " " + text(random, 12) + "\t");
            }
            if (random.nextBoolean()) {
                request.headers.put("content-type", "application/x-www-form-urlencoded");
            }
            String id = "id" + random.nextInt();
            String secret = "s" + text(random, 30);

            String expected = Client.getAuthorization(
                    request, Acs3Signer.ALGORITHM, request.headers.get("x-acs-content-sha256"), id, secret);
            String actual = Acs3Signer.sign(request.method, request.pathname, request.query, request.headers, secret)
                    .authorization(id);

            assertThat(actual)
                    .as("request %d: %s %s", i, request.query, request.headers)
                    .isEqualTo(expected);
        }
    }

    @Test
    void without_a_secret_or_a_body_hash_nothing_is_signed() {
        Map<String, String> noHash = headers("h");
        noHash.remove(Acs3Signer.CONTENT_SHA256);

        assertThatThrownBy(() -> Acs3Signer.sign("POST", "/", query(), headers("h"), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Acs3Signer.sign("POST", "/", query(), noHash, SECRET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Acs3Signer.CONTENT_SHA256)
                .hasMessageNotContaining(SECRET);
    }

    private static void assertVector(
            String method, String host, Map<String, String> query, String canonicalHash, String signature) {
        Map<String, String> headers = headers(host);
        assertThat(hashOf(method, query, headers)).isEqualTo(canonicalHash);
        assertThat(Acs3Signer.sign(method, "/", query, headers, SECRET).signature())
                .isEqualTo(signature);
    }

    private static String hashOf(String method, Map<String, String> query, Map<String, String> headers) {
        return Acs3Signer.sha256Hex(bytes(Acs3Signer.canonicalRequest(method, "/", query, headers)));
    }

    private static Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("TaskId", "t-000bc9nqwxsbyvod0001");
        query.put("InstanceUuid", "ebc895506c6911ed800000163e0e0001");
        query.put("UniRegionId", "cn-hangzhou");
        return query;
    }

    private static Map<String, String> headers(String host) {
        Map<String, String> headers = new HashMap<>();
        headers.put("host", host);
        headers.put("accept", "application/json");
        headers.put("user-agent", "not signed");
        headers.put("x-acs-action", "QueryPreCheckDatabase");
        headers.put("x-acs-version", "2018-12-03");
        headers.put("x-acs-date", "2024-01-02T03:04:05Z");
        headers.put("x-acs-signature-nonce", "0123456789abcdef0123456789abcdef");
        headers.put(Acs3Signer.CONTENT_SHA256, Acs3Signer.EMPTY_BODY_SHA256);
        return headers;
    }

    /** Up to {@code most} characters of all kinds: plain, reserved, Latin, Chinese, beyond the basic plane. */
    private static String text(Random random, int most) {
        StringBuilder out = new StringBuilder();
        for (int n = random.nextInt(most + 1); n > 0; n--) {
            switch (random.nextInt(6)) {
                case 0 -> out.append(RESERVED.charAt(random.nextInt(RESERVED.length())));
                case 1 -> out.appendCodePoint(0x80 + random.nextInt(0x700));
                case 2 -> out.appendCodePoint(0x4E00 + random.nextInt(0x5000));
                case 3 -> out.appendCodePoint(0x1F300 + random.nextInt(0x200));
                default -> out.append((char) ('0' + random.nextInt(75)));
            }
        }
        return out.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
