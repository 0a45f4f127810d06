package io.github.precheckwatcher.cloud;

import java.util.Map;
import java.util.Optional;

/**
 * All configured accounts by name; immutable.
 *
 * @param byName not empty where it comes from a file: {@code default} always exists
 */
public record Accounts(Map<String, Account> byName) implements CurrentAccounts {
    public Accounts {
        byName = Map.copyOf(byName);
    }

    /** These, for ever. */
    @Override
    public Accounts accounts() {
        return this;
    }

    public Optional<Account> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
