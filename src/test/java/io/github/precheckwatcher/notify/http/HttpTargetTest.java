package io.github.precheckwatcher.notify.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTargetTest {
    @ParameterizedTest
    @CsvSource({
        "http://ops.example.com, false, ops.example.com, 80, /, ops.example.com",
        "https://ops.example.com/a/b?x=%20y#part, true, ops.example.com, 443, /a/b?x=%20y, ops.example.com",
        "HTTPS://ops.example.com:8443?q, true, ops.example.com, 8443, /?q, ops.example.com:8443",
        "http://my_service:8080/x, false, my_service, 8080, /x, my_service:8080",
        "http://[::1]:9/x, false, ::1, 9, /x, [::1]:9",
        "http://[2001:db8::1]/, false, 2001:db8::1, 80, /, [2001:db8::1]",
        "http://u:p@ops.example.com:81/x, false, ops.example.com, 81, /x, ops.example.com:81",
        "http://bücher.example/x, false, xn--bcher-kva.example, 80, /x, xn--bcher-kva.example",
    })
    void an_address_is_taken_apart(
            String uri, boolean tls, String host, int port, String requestUri, String authority) {
        var target = HttpTarget.of(URI.create(uri));
        assertThat(target.tls()).isEqualTo(tls);
        assertThat(target.host()).isEqualTo(host);
        assertThat(target.port()).isEqualTo(port);
        assertThat(target.requestUri()).isEqualTo(requestUri);
        assertThat(target.authority()).isEqualTo(authority);
    }

    @Test
    void nothing_secret_of_an_address_is_shown() {
        assertThat(HttpTarget.of(URI.create("https://al%40ice:p+w%3A1@ops.example.com/secret-path?token=t")))
                .hasToString("https://ops.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://x/y",
                "mailto:a@b",
                "x",
                "http:///path",
                "http://host:99999/",
                "http://host:0/",
                "http://host:x/"
            })
    void what_nobody_can_post_to_is_refused_without_showing_it(String uri) {
        assertThatThrownBy(() -> HttpTarget.of(URI.create(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("path")
                .hasMessageNotContaining("a@b");
    }

    @ParameterizedTest
    @CsvSource({
        "2130706433, true",
        "0x7f000001, true",
        "0X7F.1, true",
        "127.1, true",
        "0177.0.0.1, true",
        "010.0.0.1, true",
        "127.0.0.1., true",
        "127.0.0.1, false",
        "0.0.0.0, false",
        "[::1], false",
        "x, false",
        "0x7f.example.com, false",
        "1.example.com, false"
    })
    void a_number_that_readers_take_for_different_addresses_is_known(String host, boolean odd) {
        assertThat(HttpTarget.of(URI.create("http://" + host + "/")).isOddNumber())
                .isEqualTo(odd);
    }
}
