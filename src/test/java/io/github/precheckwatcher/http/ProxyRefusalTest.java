package io.github.precheckwatcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.http.HttpProxy.Login;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a connection through a proxy that did not come about. */
class ProxyRefusalTest {
    private static final URI ADDRESS = URI.create("http://proxy.example.com:3128");
    private static final HttpProxy PROXY = HttpProxy.of(ADDRESS);
    private static final HttpProxy WITH_LOGIN = new HttpProxy(ADDRESS, Optional.of(new Login("me", () -> "hunter2")));

    @ParameterizedTest
    @CsvSource({
        "407 Proxy Authentication Required, wants a user and a password (407), proxy-password-file",
        "403 Forbidden, does not allow a connection to ops.example.com:443 (403), allow connections",
        "401 Unauthorized, wants a user and a password (401), proxy-password-file",
        "429 Too Many Requests, because of too many connections (429), limit",
        "500 Internal Server Error, could not connect to ops.example.com:443 (500), its log",
        "502 Bad Gateway, could not connect to ops.example.com:443 (502), its log",
        "503 Service Unavailable, could not connect to ops.example.com:443 (503), its log",
        "504 Gateway Timeout, could not connect to ops.example.com:443 (504), its log",
        "405 Method Not Allowed, answered 405 to CONNECT ops.example.com:443, plain HTTP",
        "301 Moved, answered 301 to CONNECT ops.example.com:443, plain HTTP",
        "999 Unknown, is not HTTP, TLS"
    })
    void an_answer_to_connect_names_proxy_status_and_remedy(String status, String words, String remedy) {
        Refusal refusal = refusal(
                PROXY,
                new ProxyConnectException(
                        "http, none, proxy.example.com/10.0.0.1:3128 => ops.example.com:443, status: " + status));

        assertThat(refusal.words())
                .contains("proxy.example.com:3128")
                .contains(words)
                .doesNotContain("10.0.0.1");
        assertThat(refusal.remedy()).contains(remedy);
    }

    @Test
    void no_answer_to_connect_is_named_too() {
        assertThat(refusal(PROXY, new ProxyConnectException("http, none, a => b, timeout"))
                        .words())
                .isEqualTo("the proxy proxy.example.com:3128 did not answer CONNECT ops.example.com:443 in time");
        assertThat(refusal(PROXY, new ProxyConnectException("http, none, a => b, disconnected"))
                        .words())
                .isEqualTo("the proxy proxy.example.com:3128 closed the connection without an answer to CONNECT"
                        + " ops.example.com:443");
        assertThat(refusal(PROXY, new ProxyConnectException((String) null)).words())
                .contains("without an answer");
    }

    @Test
    void a_proxy_that_cannot_be_reached_is_named_and_not_the_target() {
        assertThat(refusal(PROXY, new UnknownHostException("x")).words())
                .isEqualTo("the name of the proxy proxy.example.com:3128 was not found in DNS");
        assertThat(refusal(PROXY, new ConnectException("x")).words())
                .isEqualTo("connection refused by the proxy proxy.example.com:3128");
        assertThat(refusal(PROXY, new NoRouteToHostException("x")).words())
                .isEqualTo("there is no route to the proxy proxy.example.com:3128");
        assertThat(refusal(PROXY, new RuntimeException(new ConnectTimeoutException("x")))
                        .words())
                .isEqualTo("the proxy proxy.example.com:3128 did not take the connection in time");
        assertThat(new ProxyRefusal(PROXY, "ops.example.com:443").of(new IOException("reset")))
                .isEmpty();
    }

    @Test
    void a_login_that_is_refused_is_another_fault_than_one_that_is_missing() {
        assertThat(login(PROXY, "Basic realm=\"x\"").words()).endsWith("wants a user and a password (407)");
        assertThat(login(WITH_LOGIN, "Basic realm=\"x\"").words())
                .endsWith("does not accept this user and password (407)");
        assertThat(login(WITH_LOGIN, "Negotiate", "NTLM", "basic realm=\"x\"").words())
                .contains("does not accept");
        assertThat(login(WITH_LOGIN, "Basic").remedy()).contains("read again by itself");
        assertThat(refusal(WITH_LOGIN, new ProxyConnectException("a, status: 401 Unauthorized"))
                        .words())
                .as("Tinyproxy 1.11")
                .endsWith("does not accept this user and password (401)");
        for (HttpProxy proxy : List.of(PROXY, WITH_LOGIN)) {
            assertThat(login(proxy, "Negotiate", "NTLM").words()).contains("(Basic)");
            assertThat(login(proxy, "Negotiate", "NTLM").remedy()).contains("NTLM");
        }
    }

    @Test
    void a_proxy_shows_neither_user_nor_password() {
        assertThat(WITH_LOGIN.toString())
                .contains("proxy.example.com")
                .doesNotContain("hunter2")
                .doesNotContain("me,");
        assertThat(refusal(WITH_LOGIN, new ProxyConnectException("a, status: 407 hunter2"))
                        .toString())
                .doesNotContain("hunter2");
    }

    @Test
    void an_ipv6_address_stands_in_brackets_for_people_alone() {
        HttpProxy proxy = HttpProxy.of(URI.create("http://[::1]:3128"));

        assertThat(proxy.authority()).isEqualTo("[::1]:3128");
        assertThat(proxy.options().getHost()).isEqualTo("::1");
    }

    private static Refusal login(HttpProxy proxy, String... challenges) {
        return new ProxyRefusal(proxy, "ops.example.com:443").answered(407, List.of(challenges));
    }

    private static Refusal refusal(HttpProxy proxy, Throwable failure) {
        return new ProxyRefusal(proxy, "ops.example.com:443").of(failure).orElseThrow();
    }
}
