package io.github.precheckwatcher.notify.kind.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS listeners on loopback, with certificates that a test's own authority signed, or nobody; the keys are made anew.
 */
public final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String AUTHORITY = "Test CA";
    private static final String LOOPBACK = "ip:127.0.0.1";

    private final KeyPair server = CertificateWriter.keys("EC");
    private final KeyPair signer;
    private final Certificate ca;
    private final Path authority;

    private Certificates(KeyPair signer, Certificate ca, Path authority) {
        this.signer = signer;
        this.ca = ca;
        this.authority = authority;
    }

    /** Makes an authority and a server's key; the authority's certificate is written to this directory. */
    public static Certificates in(Path dir) {
        KeyPair signer = CertificateWriter.keys("EC");
        Certificate ca = CertificateWriter.signedByItself(signer, AUTHORITY, "ca");
        try {
            return new Certificates(signer, ca, pem(dir.resolve("ca.pem"), "CERTIFICATE", ca.getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Listens with a certificate that nobody signed. */
    public static ServerSocket unsigned() {
        return listen(unsignedContext());
    }

    /** A server's end of TLS with a certificate that nobody signed. */
    public static SSLContext unsignedContext() {
        KeyPair keys = CertificateWriter.keys("EC");
        return context(keys, List.of(CertificateWriter.signedByItself(keys, "localhost", LOOPBACK)), null);
    }

    /** The authority's certificate, in PEM form. */
    public Path authority() {
        return authority;
    }

    /**
     * Listens with one that the authority signed.
     *
     * @param start where its time begins, in days from now
     * @param days how long from there it is good
     */
    public ServerSocket signed(int start, int days) {
        return listen(context(start, days, LOOPBACK));
    }

    /**
     * A server's end of TLS with a certificate that the authority signed.
     *
     * @param start where its time begins, in days from now
     * @param days how long from there it is good
     * @param name whose it is, as {@code dns:mail.example.com} or {@code ip:127.0.0.1}
     */
    public SSLContext context(int start, int days, String name) {
        return context(server, List.of(issued(start, days, name), ca), null);
    }

    /** A client's end of TLS that trusts the authority alone. */
    public SSLContext trusting() {
        try {
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, trust(), null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Listens with one that the authority signed, and talks only to clients that have one too. */
    public ServerSocket signedForClients() {
        var listener = (SSLServerSocket) listen(context(server, List.of(issued(-1, 3, LOOPBACK), ca), trust()));
        listener.setNeedClientAuth(true);
        return listener;
    }

    /** A certificate that the authority signed, and its key, in PEM form. */
    public record Client(Path certificate, Path key) {}

    /** Makes a client's files in the authority's directory. */
    public Client client() {
        try {
            Path dir = authority.getParent();
            return new Client(
                    pem(
                            dir.resolve("client.pem"),
                            "CERTIFICATE",
                            issued(-1, 3, LOOPBACK).getEncoded()),
                    pem(
                            dir.resolve("client.key"),
                            "PRIVATE KEY",
                            server.getPrivate().getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a file in PEM form. */
    public static Path pem(Path file, String what, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }

    private Certificate issued(int start, int days, String name) {
        return CertificateWriter.write(server, "localhost", signer.getPrivate(), AUTHORITY, start, days, name);
    }

    /** Trusts the authority alone. */
    private TrustManager[] trust() {
        try {
            KeyStore known = empty();
            known.setCertificateEntry("ca", ca);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            return trust.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerSocket listen(SSLContext context) {
        try {
            return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext context(KeyPair own, List<Certificate> chain, TrustManager[] clients) {
        try {
            KeyStore keys = empty();
            keys.setKeyEntry("server", own.getPrivate(), PASSWORD, chain.toArray(Certificate[]::new));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            var tls = SSLContext.getInstance("TLS");
            tls.init(managers.getKeyManagers(), clients, null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, PASSWORD);
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
