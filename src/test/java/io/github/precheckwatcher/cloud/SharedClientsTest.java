package io.github.precheckwatcher.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cloud.PollResult.Observed;
import io.github.precheckwatcher.cloud.credentials.CredentialProviders;
import io.github.precheckwatcher.cloud.credentials.Credentials;
import io.github.precheckwatcher.cloud.credentials.CredentialsSource;
import io.github.precheckwatcher.cloud.sas.SasCalls;
import io.github.precheckwatcher.http.HttpProxy;
import io.github.precheckwatcher.precheck.PrecheckRef;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many accounts over few HTTP clients: what they share, and what stays each one's own. */
@QuarkusTest
@TestProfile(SasTestProfile.class)
class SharedClientsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MANY = 150;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @Inject
    ExecutorService worker;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    @Test
    void accounts_share_as_many_clients_as_there_are_kinds_of_connections() {
        WireServer one = opened(new WireServer(SharedClientsTest::completed));
        WireServer other = opened(new WireServer(SharedClientsTest::completed));
        WireServer proxy = opened(new WireServer(SharedClientsTest::completed));
        Optional<URI> through = Optional.of(URI.create("http://127.0.0.1:" + proxy.port()));
        List<Account> accounts = IntStream.range(0, MANY)
                .mapToObj(i -> switch (i % 4) {
                    case 0 -> account("a" + i, one.uri(), 5, Optional.empty());
                    case 1 -> account("a" + i, one.uri(), 6, Optional.empty());
                    case 2 -> account("a" + i, other.uri(), 5, Optional.empty());
                    default -> account("a" + i, one.uri(), 5, through);
                })
                .toList();
        CloudCalls query = query(accounts);

        // one after the other, so that a client's connection is free again for the next account
        accounts.forEach(account -> assertThat(ask(query, account)).isInstanceOf(Observed.class));

        assertThat(List.of(one.connections(), other.connections(), proxy.connections()))
                .containsExactly(2, 1, 1);
        assertThat(one.heads().size() + other.heads().size() + proxy.heads().size())
                .isEqualTo(MANY);
    }

    @Test
    void each_request_is_signed_with_its_own_accounts_key() {
        WireServer server = opened(new WireServer(SharedClientsTest::completed));
        List<Account> accounts = IntStream.range(0, MANY)
                .mapToObj(i -> account("a" + i, server.uri(), 5, Optional.empty()))
                .toList();
        CloudCalls query = query(accounts);

        Uni.join()
                .all(accounts.stream()
                        .map(account -> query.call(account.name(), SasCalls.query(precheckOf(account))))
                        .toList())
                .andFailFast()
                .await()
                .atMost(LONG);

        assertThat(server.heads()).hasSize(MANY).allSatisfy(head -> {
            String account = head.replaceAll("(?s).*TaskId=t-(a\\d+)&.*", "$1");
            assertThat(head).contains("Credential=id-" + account + ",");
        });
    }

    @Test
    void an_account_whose_calls_hang_leaves_the_others_their_connections() throws Exception {
        int slots = 1_000;
        CountDownLatch hung = new CountDownLatch(1);
        WireServer server = opened(new WireServer((n, head, out) -> {
            if (head.contains("TaskId=t-stuck")) {
                hung.await();
            }
            return completed(n, head, out);
        }));
        opened.add(hung::countDown);
        Account stuck = account("stuck", server.uri(), 5, Optional.empty());
        Account well = account("well", server.uri(), 5, Optional.empty());
        CloudCalls query = query(List.of(stuck, well));
        for (int i = 0; i < slots; i++) {
            query.call("stuck", SasCalls.query(precheckOf(stuck))).subscribe().with(ignored -> {});
        }
        Awaitility.await().atMost(LONG).until(() -> server.heads().size() == slots);

        assertThat(ask(query, well)).isInstanceOf(Observed.class);
    }

    @Test
    void an_account_that_is_closed_leaves_the_client_to_the_others() {
        WireServer server = opened(new WireServer(SharedClientsTest::completed));
        Account gone = account("gone", server.uri(), 5, Optional.empty());
        Account stays = account("stays", server.uri(), 5, Optional.empty());
        RpcClients clients = opened(new RpcClients("test"));

        calls(gone, clients).close();

        assertThat(calls(stays, clients)
                        .call(SasCalls.query(precheckOf(stays)))
                        .await()
                        .atMost(LONG)
                        .result())
                .isInstanceOf(Observed.class);
    }

    @Test
    void closing_ends_the_connections_of_all_clients() {
        WireServer one = opened(new WireServer(SharedClientsTest::completed));
        WireServer other = opened(new WireServer(SharedClientsTest::completed));
        List<Account> accounts = List.of(
                account("a", one.uri(), 5, Optional.empty()),
                account("b", one.uri(), 5, Optional.empty()),
                account("c", other.uri(), 5, Optional.empty()));
        CloudCalls query = query(accounts);
        accounts.forEach(account -> ask(query, account));
        assertThat(one.openConnections() + other.openConnections()).isEqualTo(2);

        query.close();

        Awaitility.await().atMost(LONG).until(() -> one.openConnections() + other.openConnections() == 0);
    }

    private static boolean completed(int number, String head, java.io.OutputStream out) throws java.io.IOException {
        return WireServer.answer(out, 200, "{\"Description\":\"completed\"}");
    }

    private AccountCalls calls(Account account, RpcClients clients) {
        Clock clock = Clock.systemUTC();
        var credentials = new Credentials(
                account.name(), account.credentials(), new CredentialProviders(name -> null), Runnable::run);
        return opened(new AccountCalls(
                account,
                new Caller(credentials, new ServerClock(account.name(), clock)),
                name -> Uni.createFrom().voidItem(),
                UUID::randomUUID,
                worker,
                clients));
    }

    private CloudCalls query(List<Account> accounts) {
        CloudCalls query = new CloudCalls(
                new Accounts(accounts.stream().collect(Collectors.toMap(Account::name, Function.identity()))),
                name -> Uni.createFrom().voidItem(),
                Clock.systemUTC(),
                UUID::randomUUID,
                worker,
                "test");
        opened.add(query::close);
        return query;
    }

    private static PollResult ask(CloudCalls query, Account account) {
        return query.call(account.name(), SasCalls.query(precheckOf(account)))
                .await()
                .atMost(LONG)
                .result();
    }

    private static PrecheckRef precheckOf(Account account) {
        return new PrecheckRef("t-" + account.name(), "i", "r");
    }

    private static Account account(String name, URI endpoint, int connectSeconds, Optional<URI> proxy) {
        return new Account(
                name,
                endpoint,
                10,
                Duration.ofSeconds(connectSeconds),
                Duration.ofSeconds(25),
                proxy.map(HttpProxy::of),
                Optional.empty(),
                new CredentialsSource(
                        CredentialsSource.Type.ACCESS_KEY,
                        Map.of("access-key-id", "id-" + name, "access-key-secret", "secret-" + name),
                        Map.of()));
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }
}
