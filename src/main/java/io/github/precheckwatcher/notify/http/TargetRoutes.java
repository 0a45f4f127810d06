package io.github.precheckwatcher.notify.http;

import static java.util.Objects.requireNonNull;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How one notifier's targets are reached, and which of them may not be called. Thread safe. */
final class TargetRoutes {
    private final Vertx vertx;
    private final AddressRule addresses;
    private final boolean proxied;
    private final HostLookup.Resolver resolver;

    /** By host: a notifier has few. */
    private final Map<String, HostLookup> lookups = new ConcurrentHashMap<>();

    /** @param proxied whether a proxy does the connecting */
    TargetRoutes(Vertx vertx, AddressRule addresses, boolean proxied, HostLookup.Resolver resolver) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.addresses = requireNonNull(addresses, "addresses");
        this.proxied = proxied;
        this.resolver = requireNonNull(resolver, "resolver");
    }

    /** Why the far end of this connection may not be called; empty: it may. Behind a proxy that end is the proxy. */
    Optional<String> refusal(HttpConnection connection) {
        if (proxied) {
            return Optional.empty();
        }
        String address = connection.remoteAddress().hostAddress();
        if (address == null) {
            return Optional.of("the address connected to is not known");
        }
        try {
            // a literal: no name is looked up
            return addresses.refusal(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return Optional.of("the address connected to is not known");
        }
    }

    /**
     * How the target is reached, as far as that can be said before connecting. Behind a proxy, which does the
     * connecting, what the name stands for here is checked; a name that only the proxy can look up passes unless public
     * addresses are asked for.
     *
     * @return completes on any thread; fails when the name is not known
     */
    Future<Route> of(HttpTarget target) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(target.host());
        if (proxied && target.isOddNumber()) {
            return Future.succeededFuture(Route.refused(
                    "the host is a number that each reads in its own way: write the address in its usual form"));
        }
        if (literal != null) {
            return Future.succeededFuture(route(List.of(literal)));
        }
        Future<Route> found = lookups.computeIfAbsent(target.host(), host -> new HostLookup(vertx, host, resolver))
                .addresses()
                .map(this::route);
        return proxied ? found.recover(unknown -> Future.succeededFuture(unknownRoute())) : found;
    }

    /** To the first address that may be called. */
    private Route route(List<InetAddress> found) {
        if (proxied) {
            return proxiedRoute(found);
        }
        for (InetAddress address : found) {
            if (addresses.refusal(address).isEmpty()) {
                return new Route(Optional.empty(), Optional.of(address));
            }
        }
        return Route.refused(addresses.refusal(found.get(0)).orElseThrow());
    }

    private Route proxiedRoute(List<InetAddress> found) {
        Optional<String> refusal = found.stream()
                .flatMap(address -> addresses.refusal(address).stream())
                .findFirst();
        return new Route(refusal, Optional.empty());
    }

    private Route unknownRoute() {
        return addresses.publicOnly()
                ? Route.refused("the host name cannot be looked up here, and this notifier has targets: public")
                : new Route(Optional.empty(), Optional.empty());
    }

    /**
     * How a target is reached.
     *
     * @param refusal why it may not be called; empty: it may
     * @param address where to connect; empty: the proxy knows
     */
    record Route(Optional<String> refusal, Optional<InetAddress> address) {
        static Route refused(String why) {
            return new Route(Optional.of(why), Optional.empty());
        }
    }
}
