package io.github.precheckwatcher.cloud;

import java.util.Map;
import java.util.Optional;

/**
 * All configured accounts by name; immutable.
 *
 * @param byName never empty: {@code default} always exists
 */
public record Accounts(Map<String, Account> byName) {
    public Accounts {
        byName = Map.copyOf(byName);
    }

    public Optional<Account> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
