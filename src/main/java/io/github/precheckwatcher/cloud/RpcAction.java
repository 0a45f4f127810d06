package io.github.precheckwatcher.cloud;

import static java.util.Objects.requireNonNull;

/**
 * An action of one of Alibaba Cloud's RPC-style APIs.
 *
 * @param product what people call the product, for example {@code Security Center}
 * @param ramCode what RAM policies call it, for example {@code yundun-sas}
 * @param version the version of its API, for example {@code 2018-12-03}
 * @param name the action's name, for example {@code QueryPreCheckDatabase}
 */
public record RpcAction(String product, String ramCode, String version, String name) {
    public RpcAction {
        requireNonNull(product, "product");
        requireNonNull(ramCode, "ramCode");
        requireNonNull(version, "version");
        requireNonNull(name, "name");
    }

    /** The RAM action that a caller must be granted, for example {@code yundun-sas:QueryPreCheckDatabase}. */
    String permission() {
        return ramCode + ":" + name;
    }
}
