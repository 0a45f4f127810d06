package io.github.precheckwatcher.store.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The address of PostgreSQL, looked at before its driver is: what the driver cannot read it quotes, a password with it. */
public final class PostgresqlUrl {
    private static final String SCHEME = "jdbc:postgresql:";
    private static final int LARGEST_PORT = 65535;

    private PostgresqlUrl() {}

    /**
     * What is wrong with an address, by the driver's own rules (its manual, "Connecting to the Database") but one: it
     * takes a user for a part of the host.
     *
     * @return what to write instead, without a word of the address; empty when the driver can read it
     */
    public static Optional<String> problem(String url) {
        return fault(url)
                .map(fault ->
                        "the address of PostgreSQL (quarkus.datasource.postgresql.jdbc.url, or PGHOST and PGPORT) "
                                + fault + "; write it as " + SCHEME + "//HOST:PORT/DATABASE, and user and password in"
                                + " quarkus.datasource.postgresql.username and password, or in PGUSER and PGPASSWORD");
    }

    /** The hosts that an address names, without ports; none: the driver takes this machine. */
    public static List<String> hosts(String url) {
        String server = url.split("\\?", 2)[0].replaceFirst("^" + SCHEME, "");
        if (!server.startsWith("//")) {
            return List.of();
        }
        return Stream.of(server.substring(2).split("/", 2)[0].split(","))
                .map(host ->
                        host.lastIndexOf(':') > host.lastIndexOf(']') ? host.substring(0, host.lastIndexOf(':')) : host)
                .filter(host -> !host.isEmpty())
                .toList();
    }

    /** The value of a parameter that an address gives, as the driver reads it. */
    public static Optional<String> parameter(String url, String name) {
        String[] parts = url.split("\\?", 2);
        return Stream.of(parts.length < 2 ? new String[0] : parts[1].split("&"))
                .filter(pair -> pair.split("=", 2)[0].equals(name))
                .map(pair -> pair.contains("=") ? decoded(pair.substring(pair.indexOf('=') + 1)) : "")
                .findFirst();
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private static Optional<String> fault(String url) {
        if (!url.startsWith(SCHEME)) {
            return Optional.of("does not begin with " + SCHEME);
        }
        String server = url.substring(SCHEME.length()).split("\\?", 2)[0];
        if (server.indexOf('@') >= 0) {
            return Optional.of("has an '@' (in a database's name it is written %40)");
        }
        if (!server.startsWith("//") || server.equals("//")) {
            return Optional.empty(); // without hosts it means this machine's
        }
        String[] parts = server.substring(2).split("/", -1);
        if (parts.length != 2) {
            return Optional.of("needs one '/' between host and database");
        }
        boolean ports = Stream.of(parts[0].split(",")).allMatch(PostgresqlUrl::hasGoodPort);
        return ports ? Optional.empty() : Optional.of("has a port that is no number from 1 to " + LARGEST_PORT);
    }

    private static boolean hasGoodPort(String host) {
        int colon = host.lastIndexOf(':');
        if (colon <= host.lastIndexOf(']')) {
            return true;
        }
        String port = host.substring(colon + 1);
        return port.matches("[0-9]{1,5}") && Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= LARGEST_PORT;
    }
}
