package io.github.precheckwatcher.config.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.ConfigFolderBuilder;
import io.github.precheckwatcher.config.QuarkusKeys;
import io.github.precheckwatcher.notify.kind.email.MailServer;
import io.github.precheckwatcher.notify.kind.email.MailServer.Login;
import io.github.precheckwatcher.notify.kind.email.MailServer.Security;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the keys of quarkus.mailer mean; what is wrong with them stands in config/mistakes.txt. */
class MailerReaderTest {
    private static final String NOTIFIER = "watcher: { notifiers: { mail: { type: email, to: [dba@example.com] } } }\n";

    @TempDir
    Path folder;

    @Test
    void the_least_that_is_needed_is_the_address_that_mails_come_from() {
        MailServer server = server("from: Prechecks <prechecks@example.com>");

        assertThat(server.host()).isEqualTo("localhost");
        assertThat(server.port()).isEqualTo(25);
        assertThat(server.security()).isEqualTo(Security.STARTTLS_IF_OFFERED);
        assertThat(server.from().bare()).isEqualTo("prechecks@example.com");
        assertThat(server.from().name()).isEqualTo("Prechecks");
        assertThat(server.bounce()).isEqualTo(server.from());
        assertThat(server.login()).isEmpty();
        assertThat(server.ownHostName()).isEqualTo("db-watch-1");
    }

    @Test
    void every_key_is_taken() {
        MailServer server = server("host: smtp.例子.公司, port: 2525, from: a@example.com, bounce-address: b@example.com,"
                + " username: watcher, password: '${SMTP_PASSWORD}', login: required, auth-methods: LOGIN plain,"
                + " start-tls: REQUIRED, own-host-name: watcher.example.com");

        assertThat(server.host()).isEqualTo("smtp.xn--fsqu00a.xn--55qx5d");
        assertThat(server.port()).isEqualTo(2525);
        assertThat(server.bounce().bare()).isEqualTo("b@example.com");
        Login login = server.login().orElseThrow();
        assertThat(login.user()).isEqualTo("watcher");
        assertThat(login.password().get()).isEqualTo("hunter2");
        assertThat(login.methods()).containsExactly("LOGIN", "PLAIN");
        assertThat(login.required()).isTrue();
        assertThat(server.security()).isEqualTo(Security.STARTTLS);
        assertThat(server.ownHostName()).isEqualTo("watcher.example.com");
        assertThat(server.toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "start-tls: REQUIRED | STARTTLS | 587",
                "start-tls: optional | STARTTLS_IF_OFFERED | 25",
                "start-tls: DISABLED | NONE | 25",
                "tls: true | TLS | 465",
                "tls: false | STARTTLS_IF_OFFERED | 25",
                "tls-configuration-name: own | TLS | 465",
                "tls-configuration-name: own, start-tls: REQUIRED | STARTTLS | 587",
                "tls-configuration-name: own, start-tls: OPTIONAL | STARTTLS_IF_OFFERED | 25",
                "tls-configuration-name: own, tls: false | STARTTLS_IF_OFFERED | 25",
                "tls-configuration-name: own, tls: true | TLS | 465"
            })
    void a_connection_is_encrypted_as_the_keys_say(String keys, Security security, int port) {
        MailServer server = server("from: a@example.com, " + keys + " }, tls: { own: { trust-all: true }");

        assertThat(server.security()).isEqualTo(security);
        assertThat(server.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2\n# remark", "hunter2\u200b"})
    void a_password_that_a_copy_marred_is_refused_without_being_shown(String password) {
        var config = new ConfigFolderBuilder(folder)
                .application(NOTIFIER + "quarkus: { mailer: { from: a@example.com, username: u, password: '${P}' } }")
                .variable("P", password);

        assertThat(config.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .contains("quarkus.mailer.password: holds")
                        .doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @CsvSource({
        "smtp.example.com, start-tls: OPTIONAL, true",
        "smtp.example.com, start-tls: DISABLED, true",
        "127.example.com, start-tls: DISABLED, true",
        "smtp.example.com, start-tls: REQUIRED, false",
        "smtp.example.com, tls: true, false",
        "localhost, start-tls: DISABLED, false",
        "127.0.0.1, start-tls: OPTIONAL, false"
    })
    void a_password_that_may_go_in_clear_to_another_host_is_refused(String host, String encryption, boolean refused) {
        List<String> problems = new ConfigFolderBuilder(folder)
                .application(NOTIFIER + "quarkus: { mailer: { from: a@example.com, username: u, password: p, host: "
                        + host + ", " + encryption + " } }")
                .problems();

        assertThat(problems).hasSize(refused ? 1 : 0);
        assertThat(problems)
                .allMatch(problem -> problem.contains("quarkus.mailer.password: ")
                        && problem.endsWith("in clear; set start-tls: REQUIRED, or tls: true"));
    }

    @Test
    void a_variable_goes_before_the_file_and_stands_where_the_file_says_nothing() {
        MailServer server = new ConfigFolderBuilder(folder)
                .application(NOTIFIER + "quarkus: { mailer: { host: smtp.example.com, start-tls: REQUIRED } }")
                .variable("QUARKUS_MAILER_HOST", "other.example.com")
                .variable("QUARKUS_MAILER_FROM", "a@example.com")
                .variable("QUARKUS_MAILER_USERNAME", "watcher")
                .variable("QUARKUS_MAILER_PASSWORD", "hunter2")
                .load()
                .mailServer()
                .orElseThrow();

        assertThat(server.host()).isEqualTo("other.example.com");
        assertThat(server.from().bare()).isEqualTo("a@example.com");
        assertThat(server.login().orElseThrow().password().get()).isEqualTo("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"_host_, [127.0.0.1]", "a.b-c, a.b-c", "-x, [127.0.0.1]"})
    void a_host_without_a_name_that_a_server_takes_gives_its_address(String name, String greeted) {
        assertThat(new ConfigFolderBuilder(folder)
                        .application(NOTIFIER + "quarkus: { mailer: { from: a@example.com } }")
                        .variable("HOSTNAME", name)
                        .load()
                        .mailServer()
                        .orElseThrow()
                        .ownHostName())
                .isEqualTo(greeted);
    }

    @ParameterizedTest
    @CsvSource({"'[::1]', ::1", "'::1', ::1", "192.0.2.1, 192.0.2.1", "mail, mail"})
    void a_host_may_be_an_address(String host, String taken) {
        assertThat(server("from: a@example.com, host: '" + host + "'").host()).isEqualTo(taken);
    }

    @Test
    void quarkus_itself_is_given_none_of_the_keys() {
        new ConfigFolderBuilder(folder).application(NOTIFIER + "quarkus: { mailer: { from: a@example.com } }");

        assertThat(QuarkusKeys.of(folder, Map.of()).own())
                .noneSatisfy((key, value) -> assertThat(key).contains("mailer"));
    }

    private MailServer server(String keys) {
        return new ConfigFolderBuilder(folder)
                .application(NOTIFIER + "quarkus: { mailer: { " + keys + " } }")
                .variable("SMTP_PASSWORD", "hunter2")
                .load()
                .mailServer()
                .orElseThrow();
    }
}
