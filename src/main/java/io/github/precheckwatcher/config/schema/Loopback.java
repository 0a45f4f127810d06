package io.github.precheckwatcher.config.schema;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Which hosts are this machine itself, as they are written: no name is looked up. */
public final class Loopback {
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private Loopback() {}

    /** Whether it is a literal loopback address, in brackets or not, or the one name that RFC 6761 keeps for it. */
    public static boolean is(String host) {
        String bare = host.replaceAll("^\\[|]$", "");
        if (!LITERAL.matcher(bare).matches()) {
            return bare.equalsIgnoreCase("localhost");
        }
        try {
            return InetAddress.getByName(bare).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
