package io.github.precheckwatcher.config.upkeep;

import io.github.precheckwatcher.config.notifier.NotifiersConfig;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The keys of {@code watcher.heartbeat}. */
public interface HeartbeatConfig {
    /** The address that is called, a secret; http or https. */
    Optional<URI> url();

    /** A file with that address; read again when it changes. */
    Optional<Path> urlFile();

    /** How often it is called; at least 1s. */
    @WithDefault("1m")
    Duration interval();

    /** How it is called. Uptime Kuma 1 takes {@code get} alone. */
    @WithDefault("post")
    Method method();

    /** How long one call may take as a whole. */
    @WithDefault("10s")
    Duration timeout();

    /** Further request headers, as Gatus wants {@code Authorization}. */
    Map<String, String> headers();

    /** Further request headers, each with a file that holds its value. */
    Map<String, Path> headerFiles();

    /** An http proxy of its own; {@code none} for no proxy; absent: {@code watcher.proxy}. */
    Optional<URI> proxy();

    /** The user that this {@code proxy} asks for; with {@code proxy-password} or {@code proxy-password-file}. */
    Optional<String> proxyUser();

    /** The password that the proxy asks for. */
    Optional<String> proxyPassword();

    /** A file with that password; read again when it changes. */
    Optional<Path> proxyPasswordFile();

    /** Further trust and a client certificate, by the keys of a notifier's {@code tls}. */
    Optional<NotifiersConfig.TlsConfig> tls();

    /** Request methods. */
    enum Method {
        POST,
        GET
    }
}
