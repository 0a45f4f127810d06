package io.github.precheckwatcher.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.stream.Stream;

/** The name of this machine, which stands in for {@code watcher.environment}. */
public final class HostName {
    private HostName() {}

    /** What the environment says, else the system; {@code localhost} when neither knows. */
    public static String of(Map<String, String> environment) {
        return Stream.of("HOSTNAME", "COMPUTERNAME")
                .map(environment::get)
                .filter(name -> name != null && name.matches("[A-Za-z0-9._-]{1,200}"))
                .findFirst()
                .orElseGet(HostName::system);
    }

    private static String system() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
