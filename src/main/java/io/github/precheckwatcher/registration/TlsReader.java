package io.github.precheckwatcher.registration;

import io.github.precheckwatcher.notify.Transport;
import java.nio.file.Path;
import java.util.Optional;

/** Reads whom a notifier trusts and how it shows itself; holds the files against each other. */
final class TlsReader {
    private static final String CA = "tls.ca-file";
    private static final String CERTIFICATE = "tls.certificate-file";
    private static final String KEY = "tls.key-file";

    private TlsReader() {}

    static Transport.Tls read(Section section) {
        needs(section, CERTIFICATE, KEY);
        needs(section, KEY, CERTIFICATE);
        tell(section, CA, path(section, CA).flatMap(PemFiles::certificateProblem));
        tell(section, CERTIFICATE, path(section, CERTIFICATE).flatMap(PemFiles::certificateProblem));
        tell(section, KEY, path(section, KEY).flatMap(PemFiles::keyProblem));
        Optional<Path> certificate = path(section, CERTIFICATE);
        Optional<Path> key = path(section, KEY);
        if (section.isRight() && certificate.isPresent() && key.isPresent()) {
            tell(section, KEY, PemFiles.pairProblem(certificate.get(), key.get()));
        }
        return new Transport.Tls(path(section, CA), certificate, key);
    }

    private static void needs(Section section, String one, String other) {
        if (section.has(one) && !section.has(other)) {
            section.error(one, "needs " + other.substring(other.indexOf('.') + 1) + " beside it");
        }
    }

    private static Optional<Path> path(Section section, String key) {
        return section.at(key).map(Setting::text).map(Path::of);
    }

    private static void tell(Section section, String key, Optional<String> problem) {
        problem.ifPresent(why -> section.at(key).ifPresent(file -> section.error(key, SecretReader.words(file, why))));
    }
}
