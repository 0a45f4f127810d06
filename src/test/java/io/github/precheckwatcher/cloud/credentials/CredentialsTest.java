package io.github.precheckwatcher.cloud.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import com.aliyun.credentials.provider.DefaultCredentialsProvider;
import com.aliyun.credentials.provider.EcsRamRoleCredentialProvider;
import com.aliyun.credentials.provider.StaticCredentialsProvider;
import com.sun.net.httpserver.HttpServer;
import io.github.precheckwatcher.precheck.Problem;
import io.github.precheckwatcher.secret.SecretForm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CredentialsTest {
    private static final Executor AT_ONCE = Runnable::run;

    private final Deque<Runnable> queued = new ArrayDeque<>();
    private final AtomicInteger clients = new AtomicInteger();

    @TempDir
    Path dir;

    @Test
    void an_access_key_is_used_as_written() {
        SigningKey key = credentials(
                        source(CredentialsSource.Type.ACCESS_KEY, "access-key-id", "id", "access-key-secret", "s"))
                .fetch()
                .join();

        assertThat(key.accessKeyId()).isEqualTo("id");
        assertThat(key.secret()).isEqualTo("s");
        assertThat(key.securityToken()).isEmpty();
    }

    @Test
    void a_temporary_key_has_its_token() {
        SigningKey key = credentials(source(
                        CredentialsSource.Type.STS,
                        "access-key-id",
                        "id",
                        "access-key-secret",
                        "s",
                        "security-token",
                        "t"))
                .fetch()
                .join();

        assertThat(key.securityToken()).contains("t");
    }

    @Test
    void files_are_read_again_after_a_renewal_and_not_before() throws IOException {
        Path id = write("id", "id-1\n");
        Path secret = write("secret", "secret-1\r\n");
        Credentials credentials = credentials(new CredentialsSource(
                CredentialsSource.Type.ACCESS_KEY, Map.of(), Map.of("access-key-id", id, "access-key-secret", secret)));
        SigningKey first = credentials.fetch().join();
        Files.writeString(id, "id-2");
        Files.writeString(secret, "secret-2");
        SigningKey before = credentials.fetch().join();

        credentials.renew(first.generation());
        SigningKey after = credentials.fetch().join();

        assertThat(first.secret()).isEqualTo("secret-1");
        assertThat(before).isSameAs(first);
        assertThat(after.accessKeyId()).isEqualTo("id-2");
        assertThat(after.secret()).isEqualTo("secret-2");
    }

    @Test
    void calls_refused_with_the_same_key_renew_once() {
        Credentials credentials = new Credentials("a", CredentialsSource.DEFAULT_CHAIN, counting("k"), AT_ONCE);
        SigningKey first = credentials.fetch().join();

        for (int call = 0; call < 50; call++) {
            credentials.renew(first.generation());
            credentials.fetch().join();
        }

        assertThat(clients).hasValue(2);
    }

    @Test
    void a_key_that_may_change_is_asked_for_anew_by_each_call() {
        AtomicInteger asked = new AtomicInteger();
        AlibabaCloudCredentialsProvider rotating = new Scripted(() -> model("id-" + asked.incrementAndGet()));
        Credentials credentials = new Credentials("a", CredentialsSource.DEFAULT_CHAIN, source -> rotating, AT_ONCE);

        assertThat(credentials.fetch().join().accessKeyId()).isEqualTo("id-1");
        assertThat(credentials.fetch().join().accessKeyId()).isEqualTo("id-2");
    }

    @Test
    void calls_that_ask_during_a_fetch_share_it_and_one_thread() {
        Credentials credentials = new Credentials("a", CredentialsSource.DEFAULT_CHAIN, counting("k"), queued::add);

        CompletableFuture<SigningKey> one = credentials.fetch();
        CompletableFuture<SigningKey> two = credentials.fetch();

        assertThat(one).isNotDone();
        assertThat(queued).hasSize(1);
        queued.remove().run();
        assertThat(one.join()).isSameAs(two.join());
    }

    @Test
    void a_fetch_begun_before_a_renewal_does_not_undo_it() {
        Credentials credentials = new Credentials("a", CredentialsSource.DEFAULT_CHAIN, counting("k"), queued::add);
        CompletableFuture<SigningKey> first = credentials.fetch();
        queued.remove().run();
        CompletableFuture<SigningKey> old = credentials.fetch();
        credentials.renew(first.join().generation());
        CompletableFuture<SigningKey> renewed = credentials.fetch();
        queued.removeLast().run();
        queued.remove().run();
        queued.remove().run();

        assertThat(renewed.join().generation()).isEqualTo(1);
        assertThat(old.join().generation()).isEqualTo(1);
        assertThat(queued).isEmpty();
        assertThat(clients).hasValue(2);
        assertThat(renewed.join().accessKeyId()).isNotEqualTo(first.join().accessKeyId());
    }

    @Test
    void a_failed_fetch_is_tried_anew_by_the_next_call() {
        AtomicInteger asked = new AtomicInteger();
        Credentials credentials = new Credentials(
                "a",
                CredentialsSource.DEFAULT_CHAIN,
                source -> new Scripted(() -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new CredentialException("giant message with secret-value");
                    }
                    return model("id");
                }),
                AT_ONCE);

        assertThat(failure(credentials).toString()).doesNotContain("secret-value");
        assertThat(credentials.fetch().join().accessKeyId()).isEqualTo("id");
    }

    @Test
    void the_vendors_default_chain_leaves_no_thread_behind_however_often_it_fails() {
        long before = metadataThreads();
        Credentials credentials = new Credentials(
                "a", CredentialsSource.DEFAULT_CHAIN, source -> failing(new DefaultCredentialsProvider()), AT_ONCE);

        for (int call = 0; call < 50; call++) {
            failure(credentials);
        }

        Awaitility.await().until(() -> metadataThreads() == before);
    }

    @Test
    void renewals_leave_no_thread_behind_and_closing_ends_the_last() {
        long before = metadataThreads();
        Credentials credentials = new Credentials(
                "a",
                CredentialsSource.DEFAULT_CHAIN,
                source -> giving(
                        EcsRamRoleCredentialProvider.builder().roleName("r").build()),
                AT_ONCE);

        for (int call = 0; call < 20; call++) {
            credentials.renew(credentials.fetch().join().generation());
        }
        credentials.fetch().join();
        Awaitility.await().until(() -> metadataThreads() == before + 1);
        credentials.close();

        Awaitility.await().until(() -> metadataThreads() == before);
        assertThat(failure(credentials).getMessage()).contains("no thread");
    }

    @Test
    void a_provider_is_closed_after_the_fetch_that_uses_it_and_not_before() {
        List<Scripted> made = new ArrayList<>();
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        Credentials credentials = new Credentials(
                "a",
                CredentialsSource.DEFAULT_CHAIN,
                source -> {
                    Scripted one = new Scripted(() -> {
                        meanwhile.get().run();
                        return model("id");
                    });
                    made.add(one);
                    return one;
                },
                AT_ONCE);
        long first = credentials.fetch().join().generation();
        meanwhile.set(() -> {
            credentials.renew(first);
            assertThat(made.get(0).closed()).hasValue(0);
        });

        credentials.fetch().join();
        meanwhile.set(() -> {});
        credentials.fetch().join();
        credentials.close();

        assertThat(made).hasSize(2).allSatisfy(one -> assertThat(one.closed()).hasValue(1));
    }

    @Test
    void a_provider_made_for_an_older_generation_is_closed() {
        List<Scripted> made = new ArrayList<>();
        AtomicReference<Credentials> itself = new AtomicReference<>();
        Credentials credentials = new Credentials(
                "a",
                CredentialsSource.DEFAULT_CHAIN,
                source -> {
                    Scripted one = new Scripted(() -> {
                        itself.get().renew(0);
                        return model("id");
                    });
                    made.add(one);
                    return one;
                },
                AT_ONCE);
        itself.set(credentials);

        credentials.fetch().join();

        assertThat(made)
                .singleElement()
                .satisfies(one -> assertThat(one.closed()).hasValue(1));
    }

    @Test
    void an_error_of_the_library_fails_that_fetch_and_no_later_one() {
        AtomicInteger asked = new AtomicInteger();
        Credentials credentials = new Credentials(
                "a",
                CredentialsSource.DEFAULT_CHAIN,
                source -> new Scripted(() -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new StackOverflowError("deep");
                    }
                    return model("id");
                }),
                queued::add);

        CompletableFuture<SigningKey> broken = credentials.fetch();
        assertThatThrownBy(() -> queued.remove().run()).isInstanceOf(StackOverflowError.class);
        CompletableFuture<SigningKey> next = credentials.fetch();
        queued.remove().run();

        assertThat(broken).isCompletedExceptionally();
        assertThat(next.join().accessKeyId()).isEqualTo("id");
    }

    @Test
    void without_credentials_the_message_is_short_and_the_remedy_says_where_they_may_come_from() {
        Credentials credentials = new Credentials(
                "overseas",
                CredentialsSource.DEFAULT_CHAIN,
                source -> new Scripted(() -> {
                    throw new CredentialException("x".repeat(10_000));
                }),
                AT_ONCE);

        Problem problem = failure(credentials).problem();

        assertThat(problem.code()).isEqualTo("NoCredentials");
        assertThat(problem.message()).hasSizeLessThan(100);
        assertThat(problem.remedy().orElseThrow())
                .contains(
                        "ALIBABA_CLOUD_ACCESS_KEY_ID",
                        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
                        "~/.aliyun/config.json",
                        "RAM role",
                        "watcher.accounts.overseas");
    }

    @Test
    void the_token_services_code_is_reported_and_nothing_else_of_its_answer() {
        Credentials credentials = new Credentials(
                "a",
                source(CredentialsSource.Type.RAM_ROLE_ARN),
                source -> new Scripted(() -> {
                    throw new CredentialException(
                            "result: {\"Code\":\"EntityNotExist.Role\",\"AccessKeySecret\":\"leak\"}");
                }),
                AT_ONCE);

        assertThat(failure(credentials).getMessage())
                .contains("EntityNotExist.Role")
                .doesNotContain("leak");
    }

    @Test
    void a_missing_or_empty_file_is_named() throws IOException {
        Path id = write("id", "id");
        Path empty = write("empty", "\n");
        Path missing = dir.resolve("missing");

        assertThat(failure(withSecretFile(id, missing)).getMessage())
                .isEqualTo("access-key-secret-file does not exist: " + missing);
        assertThat(failure(withSecretFile(id, empty)).getMessage())
                .isEqualTo("access-key-secret-file is empty: " + empty);
        assertThat(failure(withSecretFile(id, dir)).getMessage())
                .isEqualTo("access-key-secret-file is a folder: " + dir);
    }

    static Stream<Arguments> keysAndForms() {
        return Stream.of("access-key-id", "access-key-secret", "security-token")
                .flatMap(key -> Stream.of(SecretForm.values()).map(form -> Arguments.of(key, form)));
    }

    @ParameterizedTest
    @MethodSource("keysAndForms")
    void a_file_that_is_not_usable_gives_no_key_but_its_reason_and_is_read_again(String key, SecretForm form)
            throws IOException {
        String value = "hunter2-hunter2";
        Path file = Files.write(dir.resolve("file"), form.bytes(value));
        Map<String, String> others =
                new HashMap<>(Map.of("access-key-id", "id", "access-key-secret", "s", "security-token", "t"));
        others.remove(key);
        Credentials credentials =
                credentials(new CredentialsSource(CredentialsSource.Type.STS, others, Map.of(key, file)));

        if (!form.isUsable(SecretForm.Use.WORD)) {
            Problem problem = failure(credentials).problem();
            assertThat(problem.code()).isEqualTo("NoCredentials");
            assertThat(problem.message())
                    .matches("(?s)" + key + "-file (is|holds) .*: " + file)
                    .doesNotContain("hunter2");
            Files.write(file, SecretForm.AS_IT_IS.bytes(value));
        }

        assertThat(part(credentials.fetch().join(), key)).isEqualTo(value);
    }

    static Stream<Arguments> keysAndFormsOfTexts() {
        return Stream.of("access-key-id", "access-key-secret", "security-token")
                .flatMap(key -> SecretForm.ofTexts().map(form -> Arguments.of(key, form)));
    }

    @ParameterizedTest
    @MethodSource("keysAndFormsOfTexts")
    void what_the_vendors_library_gives_goes_by_the_same_rules_and_is_asked_for_again(String key, SecretForm form) {
        String value = "hunter2-hunter2";
        AtomicReference<String> given = new AtomicReference<>(form.text(value).orElseThrow());
        Credentials credentials = new Credentials(
                "a",
                CredentialsSource.DEFAULT_CHAIN,
                source -> new Scripted(() -> CredentialModel.builder()
                        .accessKeyId(key.equals("access-key-id") ? given.get() : "id")
                        .accessKeySecret(key.equals("access-key-secret") ? given.get() : "s")
                        .securityToken(key.equals("security-token") ? given.get() : "t")
                        .type("sts")
                        .build()),
                AT_ONCE);

        boolean none = key.equals("security-token") && form == SecretForm.EMPTY;
        if (!form.isUsable(SecretForm.Use.WORD) && !none) {
            Problem problem = failure(credentials).problem();
            assertThat(problem.code()).isEqualTo("NoCredentials");
            assertThat(problem.message()).isNotBlank().doesNotContain("hunter2");
            given.set(value);
        }

        assertThat(part(credentials.fetch().join(), key)).isEqualTo(none ? "" : value);
    }

    @Test
    void a_role_is_not_assumed_with_a_key_that_is_not_usable() {
        CheckedProvider provider = new CheckedProvider(new Scripted(() -> model("hunter\u00e9")));

        assertThatThrownBy(provider::getCredentials)
                .isInstanceOf(NoCredentials.class)
                .hasMessage("the AccessKey id holds white space or a character that is not ASCII");
        assertThat(new CheckedProvider(new Scripted(() -> model("\uFEFFid\n")))
                        .getCredentials()
                        .getAccessKeyId())
                .isEqualTo("id");
    }

    @Test
    void the_librarys_wrapping_does_not_hide_our_own_reason() {
        Credentials credentials = new Credentials(
                "a",
                source(CredentialsSource.Type.RAM_ROLE_ARN),
                source -> new Scripted(() -> {
                    throw new CredentialException(
                            "Failed to refresh credentials.", new NoCredentials("the file is empty", "mend it"));
                }),
                AT_ONCE);

        assertThat(failure(credentials).getMessage()).isEqualTo("the file is empty");
    }

    @Test
    void a_credentials_uri_file_is_held_against_the_rule_of_the_start() throws IOException {
        Path file = write("uri", "http://user:hunter2@127.0.0.1/");
        Credentials credentials = credentials(new CredentialsSource(
                CredentialsSource.Type.CREDENTIALS_URI, Map.of(), Map.of("credentials-uri", file)));

        assertThat(failure(credentials).getMessage())
                .isEqualTo("credentials-uri-file is no http or https address without user and password: " + file);
    }

    @Test
    void a_credentials_uri_is_asked_and_asked_again_after_a_renewal() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = ("{\"Code\":\"Success\",\"AccessKeyId\":\"id-" + asked.incrementAndGet()
                            + "\",\"AccessKeySecret\":\"s\",\"SecurityToken\":\"t\",\"Expiration\":\"2999-01-01T00:00:00Z\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            Credentials credentials = credentials(source(
                    CredentialsSource.Type.CREDENTIALS_URI,
                    "credentials-uri",
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/"));

            SigningKey first = credentials.fetch().join();
            SigningKey cached = credentials.fetch().join();
            credentials.renew(first.generation());
            SigningKey renewed = credentials.fetch().join();

            assertThat(first.accessKeyId()).isEqualTo("id-1");
            assertThat(first.securityToken()).contains("t");
            assertThat(cached.accessKeyId()).isEqualTo("id-1");
            assertThat(renewed.accessKeyId()).isEqualTo("id-2");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_profile_that_the_environment_would_replace_gives_no_key() {
        Credentials credentials = new Credentials(
                "a",
                source(CredentialsSource.Type.PROFILE, "profile", "mine"),
                new CredentialProviders(Map.of("ALIBABA_CLOUD_PROFILE", "other")::get),
                AT_ONCE);

        assertThat(failure(credentials).getMessage()).contains("ALIBABA_CLOUD_PROFILE");
    }

    @Test
    void when_the_workers_are_gone_there_is_no_key() {
        Credentials credentials = new Credentials("a", CredentialsSource.DEFAULT_CHAIN, counting("k"), task -> {
            throw new RejectedExecutionException("stopped");
        });

        assertThat(failure(credentials)).isInstanceOf(NoCredentials.class);
    }

    @Test
    void a_key_shows_neither_secret_nor_token() {
        SigningKey key = new SigningKey("id", "the-secret", java.util.Optional.of("the-token"), 0);

        assertThat(key.toString()).contains("id").doesNotContain("the-secret").doesNotContain("the-token");
    }

    private Credentials withSecretFile(Path id, Path secret) {
        return credentials(new CredentialsSource(
                CredentialsSource.Type.ACCESS_KEY, Map.of(), Map.of("access-key-id", id, "access-key-secret", secret)));
    }

    private static Credentials credentials(CredentialsSource source) {
        return new Credentials("a", source, new CredentialProviders(name -> null), AT_ONCE);
    }

    private static CredentialsSource source(CredentialsSource.Type type, String... settings) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return new CredentialsSource(type, map, Map.of());
    }

    /** Makes providers of a fixed key each, named by their number. */
    private Function<CredentialsSource, AlibabaCloudCredentialsProvider> counting(String prefix) {
        return source -> StaticCredentialsProvider.builder()
                .credential(model(prefix + clients.incrementAndGet()))
                .build();
    }

    private static CredentialModel model(String id) {
        return CredentialModel.builder()
                .accessKeyId(id)
                .accessKeySecret("s")
                .type("access_key")
                .build();
    }

    private static String part(SigningKey key, String name) {
        return switch (name) {
            case "access-key-id" -> key.accessKeyId();
            case "access-key-secret" -> key.secret();
            default -> key.securityToken().orElse("");
        };
    }

    private static NoCredentials failure(Credentials credentials) {
        CompletionException failed = catchThrowableOfType(
                CompletionException.class, () -> credentials.fetch().join());
        assertThat(failed).hasCauseInstanceOf(NoCredentials.class);
        return (NoCredentials) failed.getCause();
    }

    private static long metadataThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("imds-credentials-check-and-refresh"))
                .count();
    }

    /** Holds a provider of the vendor's like its own chains do, asks it for nothing: that would leave this host. */
    private static AlibabaCloudCredentialsProvider failing(AlibabaCloudCredentialsProvider held) {
        return new Holding(held, () -> {
            throw new CredentialException("none");
        });
    }

    private static AlibabaCloudCredentialsProvider giving(AlibabaCloudCredentialsProvider held) {
        return new Holding(held, () -> model("id"));
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(dir.resolve(name), content);
    }

    /** A provider around another one that, like the vendor's, does not close it. */
    private static final class Holding implements AlibabaCloudCredentialsProvider {
        // read as the vendor's fields are: by reflection
        @SuppressWarnings("unused")
        private final AlibabaCloudCredentialsProvider held;

        private final Supplier<CredentialModel> keys;

        Holding(AlibabaCloudCredentialsProvider held, Supplier<CredentialModel> keys) {
            this.held = held;
            this.keys = keys;
        }

        @Override
        public CredentialModel getCredentials() {
            return keys.get();
        }

        @Override
        public String getProviderName() {
            return "holding";
        }

        @Override
        public void close() {
            // as the vendor's
        }
    }

    /** A provider of the vendor's kind that does as it is set to. */
    private record Scripted(Supplier<CredentialModel> keys, AtomicInteger closed)
            implements AlibabaCloudCredentialsProvider {
        Scripted(Supplier<CredentialModel> keys) {
            this(keys, new AtomicInteger());
        }

        @Override
        public CredentialModel getCredentials() {
            return keys.get();
        }

        @Override
        public String getProviderName() {
            return "scripted";
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
