package io.github.precheckwatcher.cloud;

import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The keys under {@code watcher.accounts}. */
@ConfigMapping(prefix = "watcher.accounts")
public interface AccountsConfig {
    /** Named accounts; {@code default} exists without being named and uses the vendor's default credential chain. */
    @WithParentName
    @WithDefaults
    Map<String, AccountConfig> accounts();

    /** One account. */
    interface AccountConfig {
        /** The management region whose endpoint is called; independent of where the databases are. */
        @WithDefault("cn-shanghai")
        String managementRegion();

        /** Whether the public endpoint or the one inside a VPC is called. */
        @WithDefault("public")
        Network network();

        /** The endpoint outright, instead of the management region's. */
        Optional<URI> endpoint();

        /** How many calls a second this account may spend, all nodes together; above 0. */
        @WithDefault("10")
        double callsPerSecond();

        /** How long connecting may take. */
        @WithDefault("5s")
        Duration connectTimeout();

        /** How long an answer may take. */
        @WithDefault("10s")
        Duration readTimeout();

        /** Whom the calls trust. */
        Optional<TlsConfig> tls();

        /** An http proxy of its own; {@code none} for no proxy; absent: {@code watcher.proxy}. */
        Optional<URI> proxy();

        /** The user that this {@code proxy} asks for; with {@code proxy-password} or {@code proxy-password-file}. */
        Optional<String> proxyUser();

        /** The password that the proxy asks for. */
        Optional<String> proxyPassword();

        /** A file with that password; read again when it changes. */
        Optional<Path> proxyPasswordFile();

        /** Where the key comes from; absent: the vendor's default credential chain. */
        Optional<CredentialsConfig> credentials();
    }

    /** Whom an account's calls trust. */
    interface TlsConfig {
        /** The certificates to trust instead of the JVM's own: of a proxy that opens TLS, or of a CA of your own. */
        Optional<Path> caFile();
    }

    /** Which network the calls take. */
    enum Network {
        PUBLIC,
        VPC
    }

    /** The credentials of an account, in the vendor's words. */
    interface CredentialsConfig {
        /** The kind of credentials. */
        CredentialsSource.Type type();

        /** AccessKey id. */
        Optional<String> accessKeyId();

        /** A file with the AccessKey id. */
        Optional<Path> accessKeyIdFile();

        /** AccessKey secret. */
        Optional<String> accessKeySecret();

        /** A file with the AccessKey secret. */
        Optional<Path> accessKeySecretFile();

        /** Security token of temporary credentials. */
        Optional<String> securityToken();

        /** A file with the security token. */
        Optional<Path> securityTokenFile();

        /** ARN of the RAM role to assume. */
        Optional<String> roleArn();

        /** Session name under which the role is assumed. */
        Optional<String> roleSessionName();

        /** Name of the ECS instance's RAM role. */
        Optional<String> roleName();

        /** ARN of the OIDC provider. */
        Optional<String> oidcProviderArn();

        /** File with the OIDC token. */
        Optional<Path> oidcTokenFile();

        /** Profile of the vendor's command line tool. */
        Optional<String> profile();

        /** Address that hands out credentials. */
        Optional<String> credentialsUri();

        /** A file with that address. */
        Optional<Path> credentialsUriFile();
    }
}
