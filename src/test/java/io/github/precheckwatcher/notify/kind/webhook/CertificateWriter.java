package io.github.precheckwatcher.notify.kind.webhook;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/**
 * Makes keys and writes certificates for them (RFC 5280, in DER): the JDK has no API for it, and its keytool is a JVM
 * for each certificate.
 */
public final class CertificateWriter {
    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int OCTETS = 0x04;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int VERSION = 0xA0;
    private static final int EXTENSIONS = 0xA3;

    private static final byte[] SUBJECT_ALTERNATIVE_NAME = hex("0603551d11");
    private static final byte[] BASIC_CONSTRAINTS = hex("0603551d13");
    private static final byte[] V3 = der(VERSION, der(INTEGER, new byte[] {2}));
    private static final byte[] TRUE = der(BOOLEAN, new byte[] {(byte) 0xFF});

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private CertificateWriter() {}

    /**
     * New keys.
     *
     * @param algorithm {@code EC}, {@code RSA} or {@code Ed25519}
     */
    public static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!algorithm.equals("Ed25519")) {
                generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A certificate that nobody else signed, good for some days before and after now.
     *
     * @param extension as in {@link #write}
     */
    public static Certificate signedByItself(KeyPair keys, String name, String extension) {
        return write(keys, name, keys.getPrivate(), name, -30, 60, extension);
    }

    /**
     * A certificate that an authority signed.
     *
     * @param start where its time begins, in days from now
     * @param days how long from there it is good
     * @param extension what it is good for: {@code ip:127.0.0.1}, {@code dns:mail.example.com}, {@code ca}, or nothing
     */
    static Certificate write(
            KeyPair keys, String name, PrivateKey signer, String issuer, int start, int days, String extension) {
        Instant from = Clock.systemUTC().instant().plus(start, ChronoUnit.DAYS);
        byte[] algorithm = algorithm(signer);
        byte[] content = der(
                SEQUENCE,
                V3,
                der(INTEGER, BigInteger.valueOf(System.nanoTime()).abs().toByteArray()),
                algorithm,
                new X500Principal("CN=" + issuer).getEncoded(),
                der(SEQUENCE, time(from), time(from.plus(days, ChronoUnit.DAYS))),
                new X500Principal("CN=" + name).getEncoded(),
                keys.getPublic().getEncoded(),
                extension.isEmpty() ? new byte[0] : der(EXTENSIONS, der(SEQUENCE, extension(extension))));
        try {
            Signature signature = Signature.getInstance(signatureName(signer));
            signature.initSign(signer);
            signature.update(content);
            byte[] whole = der(SEQUENCE, content, algorithm, der(BITS, new byte[1], signature.sign()));
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] extension(String extension) {
        String value = extension.substring(extension.indexOf(':') + 1);
        if (extension.startsWith("dns:")) {
            return alternative(der(DNS_NAME, value.getBytes(StandardCharsets.US_ASCII)));
        }
        if (extension.startsWith("ip:")) {
            byte[] address = new byte[4];
            String[] parts = value.split("\\.");
            for (int i = 0; i < address.length; i++) {
                address[i] = (byte) Integer.parseInt(parts[i]);
            }
            return alternative(der(IP_ADDRESS, address));
        }
        return der(SEQUENCE, BASIC_CONSTRAINTS, TRUE, der(OCTETS, der(SEQUENCE, TRUE)));
    }

    private static byte[] alternative(byte[] name) {
        return der(SEQUENCE, SUBJECT_ALTERNATIVE_NAME, der(OCTETS, der(SEQUENCE, name)));
    }

    private static byte[] algorithm(PrivateKey signer) {
        return switch (signer.getAlgorithm()) {
            case "EC" -> der(SEQUENCE, hex("06082a8648ce3d040302"));
            case "RSA" -> der(SEQUENCE, hex("06092a864886f70d01010b0500"));
            default -> der(SEQUENCE, hex("06032b6570"));
        };
    }

    private static String signatureName(PrivateKey signer) {
        return switch (signer.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> "Ed25519";
        };
    }

    private static byte[] time(Instant time) {
        return der(UTC_TIME, UTC.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length >= 0x80) {
            byte[] bytes = BigInteger.valueOf(length).toByteArray();
            int from = bytes[0] == 0 ? 1 : 0;
            all.write(0x80 + bytes.length - from);
            all.write(bytes, from, bytes.length - from);
        } else {
            all.write(length);
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
