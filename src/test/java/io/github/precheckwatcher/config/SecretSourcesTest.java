package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.FakeClock;
import io.github.precheckwatcher.config.secret.RotatingSecret;
import io.github.precheckwatcher.secret.SecretForm;
import io.github.precheckwatcher.secret.SecretForm.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each place of a secret, in each form: whatever source it comes from, the verdict is the same. */
class SecretSourcesTest {
    private static final String SIGNING = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String WEBHOOK = "notifiers: { ops: { type: webhook, url: 'http://127.0.0.1/x', ";
    private static final String ACCOUNT = "accounts: { default: { credentials: { ";
    private static final String LOGIN = "proxy: 'http://proxy.example.com:3128', proxy-user: me, ";
    private static final String STS = ACCOUNT + "type: sts, ";

    /**
     * A place of a secret.
     *
     * @param before what stands before the key in the daemon's file
     * @param key the key, whose sibling is named {@code file}
     * @param after what stands behind the value
     * @param path the key's path, for the variable that overrides it
     */
    private record Place(String before, String key, String file, String after, String path, String value, Use use) {
        @Override
        public String toString() {
            return path;
        }
    }

    private static final List<Place> PLACES = List.of(
            new Place(WEBHOOK, "secret", "secret-file", "} }", "notifiers.ops.secret", SIGNING, Use.WORD),
            new Place(WEBHOOK, "secrets", "secret-files", "} }", "notifiers.ops.secrets", SIGNING, Use.WORD),
            new Place(
                    WEBHOOK + "headers: { ",
                    "Authorization",
                    null,
                    "} } }",
                    "notifiers.ops.headers.Authorization",
                    "Bearer hunter2-hunter2",
                    Use.HEADER),
            new Place(
                    WEBHOOK + "header-files: { ",
                    null,
                    "Authorization",
                    "} } }",
                    "notifiers.ops.header-files.Authorization",
                    "Bearer hunter2-hunter2",
                    Use.HEADER),
            new Place(
                    "notifiers: { ops: { type: webhook, ",
                    "url",
                    "url-file",
                    "} }",
                    "notifiers.ops.url",
                    "http://127.0.0.1/hunter2-hunter2",
                    Use.ADDRESS),
            new Place(
                    "notifiers: { ops: { type: wecom, ",
                    "key",
                    "key-file",
                    "} }",
                    "notifiers.ops.key",
                    "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
                    Use.WORD),
            new Place(
                    "notifiers: { ops: { type: feishu, key: abcdefgh-hunter, ",
                    "secret",
                    "secret-file",
                    "} }",
                    "notifiers.ops.secret",
                    "hunter2-hunter2",
                    Use.WORD),
            new Place(
                    LOGIN,
                    "proxy-password",
                    "proxy-password-file",
                    "",
                    "proxy-password",
                    "hunter2 hunter2",
                    Use.HEADER),
            new Place(
                    "accounts: { default: { " + LOGIN,
                    "proxy-password",
                    "proxy-password-file",
                    "} }",
                    "accounts.default.proxy-password",
                    "hunter2 hunter2",
                    Use.HEADER),
            new Place(
                    "notifiers: { ops: { type: slack, url: 'http://127.0.0.1/x', " + LOGIN,
                    "proxy-password",
                    "proxy-password-file",
                    "} }",
                    "notifiers.ops.proxy-password",
                    "hunter2 hunter2",
                    Use.HEADER),
            new Place(
                    STS + "access-key-secret: s, security-token: t, ",
                    "access-key-id",
                    "access-key-id-file",
                    "} } }",
                    "accounts.default.credentials.access-key-id",
                    "LTAI-hunter2",
                    Use.WORD),
            new Place(
                    STS + "access-key-id: i, security-token: t, ",
                    "access-key-secret",
                    "access-key-secret-file",
                    "} } }",
                    "accounts.default.credentials.access-key-secret",
                    "hunter2-hunter2",
                    Use.WORD),
            new Place(
                    STS + "access-key-id: i, access-key-secret: s, ",
                    "security-token",
                    "security-token-file",
                    "} } }",
                    "accounts.default.credentials.security-token",
                    "hunter2+hunter2/==",
                    Use.WORD),
            new Place(
                    ACCOUNT + "type: oidc-role-arn, role-arn: r, oidc-provider-arn: p, ",
                    null,
                    "oidc-token-file",
                    "} } }",
                    "accounts.default.credentials.oidc-token-file",
                    "hunter2.hunter2.hunter2",
                    Use.WORD),
            new Place(
                    ACCOUNT + "type: credentials-uri, ",
                    "credentials-uri",
                    "credentials-uri-file",
                    "} } }",
                    "accounts.default.credentials.credentials-uri",
                    "http://127.0.0.1/hunter2-hunter2",
                    Use.WORD));

    /** What only files have: lists of them, and several addresses in one. */
    private static final List<Place> ROTATING = Stream.concat(
                    PLACES.stream()
                            .filter(place ->
                                    !place.path().startsWith("accounts.default.credentials") && place.file() != null),
                    Stream.of(new Place(
                            "notifiers: { ops: { type: webhook, ",
                            null,
                            "url-file",
                            ", secret: " + SIGNING + " } }",
                            "url-file",
                            "http://127.0.0.1/hunter2-hunter2",
                            Use.ADDRESS)))
            .toList();

    @TempDir
    Path folder;

    static Stream<Arguments> placesAndForms() {
        return PLACES.stream()
                .flatMap(place -> (place.file() == null ? SecretForm.ofTexts() : Stream.of(SecretForm.values()))
                        .map(form -> Arguments.of(place, form)));
    }

    static Stream<Arguments> rotatingPlacesAndForms() {
        return ROTATING.stream()
                .flatMap(place -> Stream.of(SecretForm.values()).map(form -> Arguments.of(place, form)));
    }

    @ParameterizedTest
    @MethodSource("placesAndForms")
    void a_secret_is_right_or_wrong_whatever_source_it_comes_from(Place place, SecretForm form) throws IOException {
        List<List<String>> verdicts = new ArrayList<>();
        form.text(place.value()).filter(text -> place.key() != null).ifPresent(text -> {
            verdicts.add(of(place, quoted(text)).problems());
            verdicts.add(of(place, "\"${SECRET}\"").variable("SECRET", text).problems());
            if (!isList(place.key())) { // no variable overrides one
                String variable =
                        "WATCHER_" + place.path().replaceAll("[^A-Za-z]", "_").toUpperCase(Locale.ROOT);
                verdicts.add(of(place, "x").variable(variable, text).problems());
            }
        });
        if (place.file() != null) {
            Path file = Files.write(folder.resolve("secret"), form.bytes(place.value()));
            verdicts.add(inFile(place, file).problems());
        }

        assertThat(verdicts).isNotEmpty().allSatisfy(problems -> {
            assertThat(problems).hasSize(form.isUsable(place.use()) ? 0 : 1);
            assertThat(problems.toString()).doesNotContain("hunter2", SIGNING.substring(6));
        });
    }

    @ParameterizedTest
    @MethodSource("rotatingPlacesAndForms")
    void a_file_that_turns_into_what_the_start_would_refuse_is_reported_in_the_same_words_until_it_is_mended(
            Place place, SecretForm form) throws IOException {
        FakeClock clock = new FakeClock(Instant.parse("2026-11-30T08:00:00Z"));
        Path file = write(clock, SecretForm.AS_IT_IS.bytes(place.value()));
        RotatingSecret<?> secret = inFile(place, file).load().rotating().get(0);
        Object value = secret.get();

        write(clock, form.bytes(place.value()));
        clock.advance(Duration.ofSeconds(5));
        Optional<RotatingSecret.News> news = secret.look(clock.instant());

        List<String> atStart = inFile(place, file).problems();
        if (form.isUsable(place.use())) {
            assertThat(atStart).isEmpty();
            assertThat(news.filter(RotatingSecret.Unusable.class::isInstance)).isEmpty();
            return;
        }
        String words = ((RotatingSecret.Unusable) news.orElseThrow()).why();
        assertThat(atStart).singleElement().asString().endsWith(words.replace(folder.toString(), "config"));
        assertThat(words).doesNotContain("hunter2", SIGNING.substring(6));
        assertThat(secret.get()).as("what it held before stays in use").isEqualTo(value);

        write(clock, SecretForm.AS_IT_IS.bytes(place.value()));
        assertThat(secret.look(clock.instant()).orElseThrow()).isInstanceOf(RotatingSecret.Recovered.class);
    }

    private ConfigFolderBuilder of(Place place, String value) {
        return written(place, place.key(), value);
    }

    private ConfigFolderBuilder inFile(Place place, Path file) {
        return written(place, place.file(), "'" + file + "'");
    }

    private ConfigFolderBuilder written(Place place, String key, String value) {
        String all = isList(key) ? "[" + value + "]" : value;
        return new ConfigFolderBuilder(folder)
                .application("watcher: { " + place.before() + key + ": " + all + " " + place.after() + " }");
    }

    private static boolean isList(String key) {
        return key.equals("secrets") || key.equals("secret-files");
    }

    /** Written a while ago. */
    private Path write(FakeClock clock, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("secret"), content);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minusSeconds(60)));
        return file;
    }

    /** In YAML's double quotes, every character escaped. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append("\\u%04x".formatted(c)));
        return quoted.append('"').toString();
    }
}
