package io.github.precheckwatcher.notify.kind.email;

import io.github.precheckwatcher.notify.Secret;
import io.github.precheckwatcher.notify.kind.email.MailServer.Login;
import io.github.precheckwatcher.notify.kind.email.MailServer.Security;
import java.util.List;
import java.util.Optional;

/** Mail servers for tests: on loopback, without encryption and login unless said otherwise. */
record MailServers(MailServer server) {
    static final String PASSWORD = "s3cret-password";

    static MailServers at(int port) {
        return at("127.0.0.1", port);
    }

    static MailServers at(String host, int port) {
        MailAddress from = MailAddress.of("Prechecks <prechecks@example.com>").orElseThrow();
        return new MailServers(new MailServer(
                host, port, from, from, Security.NONE, Optional.empty(), Optional.empty(), "watcher.example.com"));
    }

    MailServers security(Security security) {
        return new MailServers(new MailServer(
                server.host(),
                server.port(),
                server.from(),
                server.bounce(),
                security,
                server.tls(),
                server.login(),
                server.ownHostName()));
    }

    MailServers tls(String name) {
        return new MailServers(new MailServer(
                server.host(),
                server.port(),
                server.from(),
                server.bounce(),
                server.security(),
                Optional.of(name),
                server.login(),
                server.ownHostName()));
    }

    MailServers login(boolean required, String... methods) {
        return new MailServers(new MailServer(
                server.host(),
                server.port(),
                server.from(),
                server.bounce(),
                server.security(),
                server.tls(),
                Optional.of(new Login("watcher", Secret.fixed(PASSWORD), List.of(methods), required)),
                server.ownHostName()));
    }

    MailServers bounce(String address) {
        return new MailServers(new MailServer(
                server.host(),
                server.port(),
                server.from(),
                MailAddress.of(address).orElseThrow(),
                server.security(),
                server.tls(),
                server.login(),
                server.ownHostName()));
    }
}
