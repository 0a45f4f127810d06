package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.schema.Parsed;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.secret.PemFiles;
import io.github.precheckwatcher.config.secret.SecretReader;
import io.github.precheckwatcher.notify.Transport;
import io.github.precheckwatcher.secret.Pem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Reads whom an account or a notifier trusts and how a notifier shows itself; holds the files against each other. */
public final class TlsReader {
    private static final String CA = "tls.ca-file";
    private static final String CERTIFICATE = "tls.certificate-file";
    private static final String KEY = "tls.key-file";

    private TlsReader() {}

    /** The certificates to trust instead of the JVM's own. */
    public static Optional<Pem> trusted(Section section) {
        return pem(section, CA, PemFiles::certificateProblem);
    }

    static Transport.Tls read(Section section) {
        needs(section, CERTIFICATE, KEY);
        needs(section, KEY, CERTIFICATE);
        Optional<Pem> ca = trusted(section);
        Optional<Pem> certificate = pem(section, CERTIFICATE, PemFiles::certificateProblem);
        Optional<Pem> key = pem(section, KEY, PemFiles::keyProblem);
        if (section.isRight() && certificate.isPresent() && key.isPresent()) {
            report(section, KEY, PemFiles.pairProblem(certificate.get(), key.get()));
        }
        return new Transport.Tls(ca, certificate, key);
    }

    private static void needs(Section section, String one, String other) {
        if (section.has(one) && !section.has(other)) {
            section.error(one, "needs " + other.substring(other.indexOf('.') + 1) + " beside it");
        }
    }

    /** Read once: what was checked is what is used. */
    private static Optional<Pem> pem(Section section, String key, Function<Pem, Optional<String>> problem) {
        Optional<Parsed<Pem>> read = section.at(key).map(file -> PemFiles.read(Path.of(file.text())));
        if (read.isPresent() && read.get() instanceof Parsed.Good<Pem> good) {
            report(section, key, problem.apply(good.value()));
            return Optional.of(good.value());
        }
        report(section, key, read.map(bad -> ((Parsed.Bad<Pem>) bad).why()));
        return Optional.empty();
    }

    private static void report(Section section, String key, Optional<String> problem) {
        problem.ifPresent(why -> section.at(key).ifPresent(file -> section.error(key, SecretReader.words(file, why))));
    }
}
