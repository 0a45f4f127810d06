package io.github.precheckwatcher.config;

import io.github.precheckwatcher.cloud.Account;
import io.github.precheckwatcher.cloud.Accounts;
import io.github.precheckwatcher.cloud.AccountsConfig;
import io.github.precheckwatcher.cloud.AccountsConfig.AccountConfig;
import io.github.precheckwatcher.cloud.credentials.CredentialsCheck;
import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.github.precheckwatcher.cloud.sas.Endpoints;
import io.github.precheckwatcher.config.notifier.ProxyReader;
import io.github.precheckwatcher.config.notifier.TlsReader;
import io.github.precheckwatcher.config.schema.ConfigTree;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.NearestWord;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.Redaction;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.schema.SourceLocation;
import io.github.precheckwatcher.config.schema.WebAddress;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.secret.Pem;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the accounts: endpoint, budget, timeouts, trust and credentials of each. */
final class AccountsReader {
    static final String DEFAULT = "default";
    static final String PATH = "watcher.accounts";

    private final ConfigTree tree;
    private final Problems problems;
    private final CredentialsReader credentials;
    private final ProxyReader proxies;

    AccountsReader(ConfigTree tree, Problems problems, CredentialsCheck check, ProxyReader proxies) {
        this.tree = tree;
        this.problems = problems;
        this.credentials = new CredentialsReader(tree, problems, check);
        this.proxies = proxies;
    }

    /** The names of all accounts; {@code default} exists without being named. */
    static List<String> names(ConfigTree tree) {
        List<String> names = new ArrayList<>(tree.names(PATH));
        if (!names.contains(DEFAULT)) {
            names.add(0, DEFAULT);
        }
        return names;
    }

    /**
     * All accounts that can be used; reports what is wrong with the others.
     *
     * @param daemons the proxy of accounts without one of their own
     */
    Accounts read(AccountsConfig config, Optional<HttpProxy> daemons) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        for (String name : names(tree)) {
            String path = ConfigTree.below(PATH, name);
            SourceLocation location = tree.location(path, SourceLocation.whole(""));
            AccountConfig account = config.accounts().get(name);
            CredentialsSource source = account.credentials()
                    .map(c -> credentials.read(
                            path + ".credentials", c.type(), tree.location(path + ".credentials", location)))
                    .orElse(CredentialsSource.DEFAULT_CHAIN);
            Optional<Pem> trusted = TlsReader.trusted(new Section(tree, problems, path, location));
            Optional<HttpProxy> proxy = proxies.read(new Section(tree, problems, path, location), daemons);
            endpoint(account, path, location)
                    .ifPresent(endpoint -> accounts.put(
                            name,
                            new Account(
                                    name,
                                    endpoint,
                                    account.callsPerSecond(),
                                    account.connectTimeout(),
                                    account.readTimeout(),
                                    proxy,
                                    trusted,
                                    source)));
        }
        return new Accounts(accounts);
    }

    private Optional<URI> endpoint(AccountConfig account, String path, SourceLocation location) {
        if (account.endpoint().isPresent()) {
            return explicit(account.endpoint().get(), tree.location(path + ".endpoint", location));
        }
        if (tree.has(path + ".endpoint")) {
            return Optional.empty();
        }
        Optional<URI> mapped = Endpoints.of(account.managementRegion(), account.network());
        if (mapped.isEmpty()) {
            reportUnmapped(account, path, location);
        }
        return mapped;
    }

    private void reportUnmapped(AccountConfig account, String path, SourceLocation location) {
        String region = account.managementRegion();
        boolean hidden =
                tree.at(path + ".management-region").map(ConfigValue::hidden).orElse(false);
        // a region that is right but has no endpoint in a VPC is no typo
        boolean isRegion = Endpoints.of(region, AccountsConfig.Network.PUBLIC).isPresent();
        String near = hidden || isRegion ? "" : NearestWord.hint(region, Endpoints.regions(account.network()));
        problems.error(
                tree.location(path + ".management-region", location),
                "no " + account.network().name().toLowerCase(Locale.ROOT) + " endpoint is known for "
                        + Redaction.value(region, hidden) + near + (near.isEmpty() ? "; say" : " Or say")
                        + " it outright with endpoint: https://...");
    }

    private Optional<URI> explicit(URI written, SourceLocation location) {
        Optional<String> problem = WebAddress.endpointProblem(written);
        if (problem.isPresent()) {
            problems.error(location, problem.get());
            return Optional.empty();
        }
        if ("http".equalsIgnoreCase(written.getScheme()) && !WebAddress.isLocal(written)) {
            problems.error(
                    location,
                    "is http, so a temporary token and every answer could be read and changed on the way; write https://"
                            + " (http is for a simulated cloud on this machine)");
            return Optional.empty();
        }
        String text = written.toString();
        return Optional.of(URI.create(text.endsWith("/") ? text : text + "/"));
    }
}
