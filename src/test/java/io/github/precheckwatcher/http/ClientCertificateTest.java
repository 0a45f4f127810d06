package io.github.precheckwatcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How servers say that they want a client certificate, or another one. */
class ClientCertificateTest {
    @ParameterizedTest
    @CsvSource({
        "certificate_required, MISSING, REFUSED",
        "bad_certificate, MISSING, REFUSED",
        "handshake_failure, PERHAPS_MISSING,",
        "unknown_ca, , REFUSED",
        "certificate_expired, , REFUSED",
        "certificate_unknown, , REFUSED",
        "access_denied, , REFUSED",
        "protocol_version, ,",
        "unrecognized_name, ,",
        "internal_error, ,"
    })
    void an_alert_means_what_it_can_mean_with_and_without_a_certificate(
            String alert, ClientCertificate without, ClientCertificate with) {
        assertThat(ClientCertificate.ofAlert(alert, false)).isEqualTo(Optional.ofNullable(without));
        assertThat(ClientCertificate.ofAlert(alert, true)).isEqualTo(Optional.ofNullable(with));
    }

    @Test
    void the_alert_is_found_as_the_releases_of_the_jdk_write_it_and_netty_wraps_it() {
        assertThat(ClientCertificate.alert(new SSLHandshakeException("Received fatal alert: bad_certificate")))
                .contains("bad_certificate");
        assertThat(ClientCertificate.alert(new DecoderException(new SSLHandshakeException(
                        "(certificate_required) Received fatal alert: certificate_required"))))
                .contains("certificate_required");
        assertThat(ClientCertificate.alert(new SSLHandshakeException("No subject alternative names")))
                .isEmpty();
        assertThat(ClientCertificate.alert(new RuntimeException("Received fatal alert: unknown_ca")))
                .isEmpty();
    }

    /** The pages of nginx 1.22. */
    @ParameterizedTest
    @CsvSource({
        "400, No required SSL certificate was sent, MISSING",
        "400, The SSL certificate error, REFUSED",
        "496, anything, MISSING",
        "495, anything, REFUSED",
        "400, The plain HTTP request was sent to HTTPS port,",
        "400, Bad Request,",
        "403, No required SSL certificate was sent,",
        "200, No required SSL certificate was sent,"
    })
    void nginx_says_it_by_400_and_a_page(int status, String title, ClientCertificate meant) {
        String page = "<html>\r\n<head><title>400 " + title + "</title></head>\r\n<body>\r\n<center><h1>400 Bad Request"
                + "</h1></center>\r\n<center>" + title
                + "</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

        assertThat(ClientCertificate.ofAnswer(status, page.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Optional.ofNullable(meant));
    }
}
