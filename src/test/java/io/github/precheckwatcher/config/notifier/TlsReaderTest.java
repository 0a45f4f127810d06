package io.github.precheckwatcher.config.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.schema.SectionBuilder;
import io.github.precheckwatcher.config.secret.PemPair;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.secret.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsReaderTest {
    @TempDir
    static Path folder;

    private static PemPair ec;
    private static PemPair other;

    private final SectionBuilder sections = new SectionBuilder();

    @BeforeAll
    static void make() throws IOException, GeneralSecurityException {
        ec = PemPair.make(folder, "ec", "EC");
        other = PemPair.make(folder, "other", "EC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void a_certificate_with_its_key_and_a_ca_are_taken(String algorithm) throws Exception {
        PemPair pair = PemPair.make(folder, algorithm, algorithm);

        Transport.Tls tls = read(pair.certificate(), pair.certificate(), pair.key());

        assertThat(sections.problems()).isEmpty();
        assertThat(tls)
                .isEqualTo(new Transport.Tls(
                        Optional.of(pem(pair.certificate())),
                        Optional.of(pem(pair.certificate())),
                        Optional.of(pem(pair.key()))));
    }

    @Test
    void what_was_checked_is_what_is_used_whatever_becomes_of_the_files() throws Exception {
        PemPair pair = PemPair.make(folder, "later", "EC");
        Pem key = pem(pair.key());
        Transport.Tls tls = read(pair.certificate(), pair.certificate(), pair.key());

        Files.writeString(pair.key(), "hunter2");

        assertThat(tls.key()).contains(key);
        assertThat(tls.toString()).doesNotContain("BEGIN");
    }

    @Test
    void without_keys_all_is_as_the_jvm_has_it() {
        assertThat(TlsReader.read(sections.read("{}"))).isEqualTo(Transport.Tls.DEFAULT);
    }

    @Test
    void a_key_of_another_certificate_is_reported() {
        read(ec.certificate(), ec.certificate(), other.key());

        assertThat(sections.problems())
                .containsExactly(
                        "f.yaml:1: n.tls.key-file: the file '" + other.key() + "' is not the key of certificate-file");
    }

    @Test
    void files_in_each_others_place_are_reported() {
        read(ec.key(), ec.key(), ec.certificate());

        assertThat(sections.problems())
                .containsExactly(
                        "f.yaml:1: n.tls.ca-file: the file '" + ec.key()
                                + "' holds no certificate that can be read (PEM: -----BEGIN CERTIFICATE-----)",
                        "f.yaml:1: n.tls.certificate-file: the file '" + ec.key()
                                + "' holds no certificate that can be read (PEM: -----BEGIN CERTIFICATE-----)",
                        "f.yaml:1: n.tls.key-file: the file '" + ec.certificate()
                                + "' holds no private key (PEM: -----BEGIN PRIVATE KEY-----)");
    }

    @Test
    void an_encrypted_or_broken_key_is_reported() throws IOException {
        Path broken = Files.writeString(
                folder.resolve("broken.key"), "-----BEGIN PRIVATE KEY-----\nhunter2=\n-----END PRIVATE KEY-----\n");
        Path locked = Files.writeString(
                folder.resolve("locked.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nhunter2=\n-----END ENCRYPTED PRIVATE KEY-----\n");
        read(ec.certificate(), ec.certificate(), broken);
        read(ec.certificate(), ec.certificate(), locked);

        assertThat(sections.problems())
                .containsExactly(
                        "f.yaml:1: n.tls.key-file: the file '" + broken
                                + "' holds a private key that cannot be used; RSA and EC can",
                        "f.yaml:1: n.tls.key-file: the file '" + locked
                                + "' is encrypted; a key without a passphrase is wanted")
                .noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void a_key_that_the_http_client_cannot_use_is_reported() throws Exception {
        PemPair pair = PemPair.make(folder, "ed", "Ed25519");

        read(pair.certificate(), pair.certificate(), pair.key());

        assertThat(sections.problems())
                .containsExactly("f.yaml:1: n.tls.key-file: the file '" + pair.key()
                        + "' holds a private key that cannot be used; RSA and EC can");
    }

    @Test
    void half_a_pair_is_reported() {
        TlsReader.read(sections.read("{ tls: { certificate-file: '" + ec.certificate() + "' } }"));
        TlsReader.read(sections.read("{ tls: { key-file: '" + ec.key() + "' } }"));

        assertThat(sections.problems())
                .containsExactly(
                        "f.yaml:1: n.tls.certificate-file: needs key-file beside it",
                        "f.yaml:1: n.tls.key-file: needs certificate-file beside it");
    }

    private static Pem pem(Path file) throws IOException {
        return Pem.of(Files.readAllBytes(file));
    }

    private Transport.Tls read(Path ca, Path certificate, Path key) {
        return TlsReader.read(sections.read(
                "{ tls: { ca-file: '%s', certificate-file: '%s', key-file: '%s' } }".formatted(ca, certificate, key)));
    }
}
