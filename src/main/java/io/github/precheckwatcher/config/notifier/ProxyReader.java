package io.github.precheckwatcher.config.notifier;

import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Parsed;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.config.schema.WebAddress;
import io.github.precheckwatcher.config.secret.SecretValues;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.http.HttpProxy.Login;
import io.github.precheckwatcher.secret.SecretText;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Reads a {@code proxy} with its user and password. Who has none of its own inherits the whole of it, login included; a
 * proxy of one's own has a login of its own, so that no password goes to another proxy.
 */
public final class ProxyReader {
    private static final String PROXY = "proxy";
    private static final String NONE = "none";
    private static final String USER = "proxy-user";
    private static final String PASSWORD = "proxy-password";
    private static final String PASSWORD_FILE = "proxy-password-file";

    private final SecretValues secrets;

    public ProxyReader(SecretValues secrets) {
        this.secrets = secrets;
    }

    /** The daemon's own, which accounts and notifiers inherit. */
    public Optional<HttpProxy> daemon(ConfigTree tree, Problems problems) {
        return own(new Section(tree, problems, "watcher", SourceLocation.whole("")));
    }

    /** The proxy of an account or a notifier; {@code none} ends the inheritance. */
    public Optional<HttpProxy> read(Section section, Optional<HttpProxy> inherited) {
        if (!section.has(PROXY)) {
            given(section).forEach(key -> section.error(key, "needs proxy beside it: a proxy's login stands with it"));
            return inherited;
        }
        if (section.at(PROXY).filter(written -> written.text().equals(NONE)).isPresent()) {
            given(section).forEach(key -> section.error(key, "has no proxy to log in to: proxy is none"));
            return Optional.empty();
        }
        return own(section);
    }

    private Optional<HttpProxy> own(Section section) {
        if (!section.has(PROXY)) {
            given(section).forEach(key -> section.error(key, "needs proxy beside it: a proxy's login stands with it"));
            return Optional.empty();
        }
        Optional<Login> login = login(section);
        Optional<URI> address = section.at(PROXY).map(ConfigValue::text).flatMap(WebAddress::read);
        Optional<String> problem = address.flatMap(WebAddress::proxyProblem);
        problem.ifPresent(why -> section.error(PROXY, why));
        return problem.isPresent() ? Optional.empty() : address.map(known -> new HttpProxy(known, login));
    }

    private Optional<Login> login(Section section) {
        List<String> given = given(section);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (!given.contains(USER)) {
            section.error(given.get(0), "needs " + USER + " beside it");
        } else if (given.size() == 1) {
            section.error(USER, "needs " + PASSWORD_FILE + " or " + PASSWORD + " beside it");
        }
        Optional<ConfigValue> user = section.at(USER);
        user.map(ConfigValue::text).flatMap(ProxyReader::userProblem).ifPresent(why -> section.error(USER, why));
        var password = secrets.one(section, PASSWORD, ProxyReader::password);
        return user.filter(written -> userProblem(written.text()).isEmpty())
                .flatMap(written -> password.map(secret -> new Login(written.text(), secret)));
    }

    private static List<String> given(Section section) {
        return List.of(USER, PASSWORD, PASSWORD_FILE).stream()
                .filter(section::has)
                .toList();
    }

    /** RFC 7617, 2: a colon ends the user; how other characters than ASCII are sent is left open, and proxies differ. */
    private static Optional<String> userProblem(String user) {
        if (user.indexOf(':') >= 0) {
            return Optional.of("has a ':', which ends a user's name in HTTP; the password has a key of its own");
        }
        return SecretText.isHeaderValue(user)
                ? Optional.empty()
                : Optional.of("holds a character that is not ASCII; proxies differ in how they read it");
    }

    private static Parsed<String> password(String text) {
        return SecretText.isHeaderValue(text)
                ? new Parsed.Good<>(text)
                : new Parsed.Bad<>("holds a character that is not ASCII; proxies differ in how they read it");
    }
}
