package io.github.precheckwatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.standardwebhooks.Webhook;
import io.github.precheckwatcher.config.ConfigLoader;
import io.github.precheckwatcher.config.LoadedConfig;
import io.github.precheckwatcher.notify.SigningSecret;
import io.github.precheckwatcher.notify.kind.webhook.WebhookSignature;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the documents against the code: no dead name, no dead link, no example that does not work. */
class DocumentationTest {
    private static final Path README = Path.of("README.md");
    private static final String SECRET = "whsec_dGhlIHNlY3JldCBvZiB0aGUgZG9jdW1lbnRzIHRlc3Q=";
    private static final String OTHER_SECRET = "whsec_YW5vdGhlciBzZWNyZXQgb2YgdGhlIGRvY3VtZW50cyE=";
    private static final byte[] BODY =
            "{\"data\":{\"outcome\":\"PASSED\",\"summary\":\"naïve-db: all 4 checks passed\"}}"
                    .getBytes(StandardCharsets.UTF_8);

    private static final Pattern IN_BACKTICKS = Pattern.compile("(?<!`)`([^`\n]+)`(?!`)");
    private static final Pattern TYPE_NAME = Pattern.compile("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");
    private static final Pattern OUR_PATH = Pattern.compile("(?:src|docs|config)/[\\w./-]+");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern FENCE = Pattern.compile("(?m)^ *```.*?^ *```", Pattern.DOTALL);
    private static final Pattern EXAMPLE =
            Pattern.compile("(?m)^( *)<!-- example: (\\S+) -->\n\\1```\\w+\n(.*?)^\\1```$", Pattern.DOTALL);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "CONTRIBUTING.md"})
    void every_class_and_path_in_backticks_exists(String document) throws IOException {
        Set<String> words = IN_BACKTICKS
                .matcher(FENCE.matcher(Files.readString(Path.of(document))).replaceAll(""))
                .results()
                .map(word -> word.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> names = words.stream()
                .filter(word -> TYPE_NAME.matcher(word).matches())
                .collect(Collectors.toCollection(TreeSet::new));
        List<Path> paths = words.stream()
                .filter(word -> OUR_PATH.matcher(word).matches())
                .filter(word -> !word.contains("<"))
                .map(Path::of)
                .toList();

        assertThat(names).isNotEmpty();
        names.removeAll(declaredTypes());
        assertThat(names).as("names that no source declares").isEmpty();
        assertThat(paths).isNotEmpty().allMatch(Files::exists);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_relative_link_leads_somewhere(Path document) throws IOException {
        List<String> targets = LINK.matcher(
                        FENCE.matcher(Files.readString(document)).replaceAll(""))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.contains("://"))
                .map(target -> target.replaceFirst("#.*", ""))
                .filter(target -> !target.isEmpty())
                .toList();

        assertThat(targets)
                .allSatisfy(
                        target -> assertThat(document.resolveSibling(target)).exists());
    }

    @Test
    void the_configuration_examples_of_the_readme_load_without_a_warning() throws Exception {
        String tasks = example("tasks.yaml");
        List<String> daemons = examples("application.yaml");

        assertThat(daemons).hasSize(2);
        LoadedConfig whole = load(daemons.get(0), tasks);
        assertThat(whole.warnings()).isEmpty();
        assertThat(whole.specs()).hasSize(2);
        assertThat(whole.accounts().byName()).containsOnlyKeys("default", "overseas");
        assertThat(whole.notifiers().notifiers()).hasSize(2);
        LoadedConfig jsonLog = load(daemons.get(1), "tasks: [{ task-id: t, instance-uuid: i, uni-region-id: r }]");
        assertThat(jsonLog.warnings()).isEmpty();
    }

    @Test
    void no_yaml_of_the_readme_escapes_these_tests() throws IOException {
        String text = Files.readString(README);

        assertThat(Pattern.compile("```yaml").matcher(text).results().count())
                .isEqualTo(examples("application.yaml").size()
                        + examples("tasks.yaml").size());
    }

    @Test
    void the_java_receiver_of_the_readme_takes_genuine_messages_alone() throws Exception {
        Path source = Files.writeString(folder.resolve("Receiver.java"), example("Receiver.java"));
        var library = Path.of(Webhook.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", library.toString(), "-d", folder.toString(), source.toString());
        assertThat(compiled).isZero();

        try (var loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> type = loader.loadClass("Receiver");
            Object receiver = type.getConstructor(String.class).newInstance(SECRET);
            Method status = type.getMethod("status", Map.class, String.class);
            Instant now = Clock.systemUTC().instant();
            String body = new String(BODY, StandardCharsets.UTF_8);

            var work = new ByteArrayOutputStream();
            PrintStream out = System.out;
            System.setOut(new PrintStream(work, true, StandardCharsets.UTF_8));
            try {
                assertThat(status.invoke(receiver, headers(now, OTHER_SECRET, SECRET), body))
                        .isEqualTo(204);
                assertThat(status.invoke(receiver, headers(now, SECRET), body)).isEqualTo(204);
            } finally {
                System.setOut(out);
            }
            assertThat(work.toString(StandardCharsets.UTF_8).strip())
                    .as("the work of a message that came twice")
                    .isEqualTo(body.strip());
            assertThat(status.invoke(receiver, headers(now, OTHER_SECRET), body))
                    .isEqualTo(401);
            assertThat(status.invoke(receiver, headers(now, SECRET), body + " "))
                    .isEqualTo(401);
            assertThat(status.invoke(receiver, headers(now.minusSeconds(310), SECRET), body))
                    .isEqualTo(401);
            assertThat(status.invoke(receiver, Map.of(), body)).isEqualTo(401);
        }
    }

    @Test
    void the_python_receiver_of_the_readme_takes_genuine_messages_alone() throws Exception {
        assumeTrue(hasPython(), "there is no python3");
        Files.writeString(folder.resolve("receiver.py"), example("receiver.py"));
        Files.write(folder.resolve("body"), BODY);
        Instant now = Instant.ofEpochSecond(1_800_000_000);
        String both = signature(now, OTHER_SECRET, SECRET);
        Path script = Files.writeString(folder.resolve("check.py"), """
                import receiver
                body = open("body", "rb").read()
                at, both, other = "1800000000", "%s", "%s"
                print([
                    receiver.genuine("an-id", at, both, body, 1800000299),
                    receiver.genuine("an-id", at, both, body, 1800000301),
                    receiver.genuine("an-id", at, both, body, 1799999699),
                    receiver.genuine("an-id", at, other, body, 1800000000),
                    receiver.genuine("another-id", at, both, body, 1800000000),
                    receiver.genuine("an-id", "1800000001", both, body, 1800000000),
                    receiver.genuine("an-id", at, both, body + b" ", 1800000000),
                    receiver.genuine("", "", "", body, 1800000000),
                ])
                """.formatted(both, signature(now, OTHER_SECRET)));
        var python = new ProcessBuilder("python3", script.getFileName().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        python.environment().put("HOOK_SECRETS", SECRET);
        Process running = python.start();
        String printed = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed.strip()).isEqualTo("[True, False, False, False, False, False, False, False]");
    }

    @Test
    void the_python_receiver_does_the_work_of_a_message_once_and_none_of_what_is_not_genuine() throws Exception {
        assumeTrue(hasPython(), "there is no python3");
        Files.writeString(folder.resolve("receiver.py"), example("receiver.py"));
        Instant now = Clock.systemUTC().instant();
        String verdict = "{\"type\":\"verdict\",\"data\":{\"summary\":\"orders-db: well\"}}";
        String operator = "{\"type\":\"operator\",\"data\":{\"event\":\"account.suspended\",\"summary\":\"no key\"}}";
        int port = freePort();
        var python = new ProcessBuilder("python3", "receiver.py", Integer.toString(port))
                .directory(folder.toFile())
                .redirectError(folder.resolve("access-log").toFile())
                .redirectOutput(folder.resolve("work").toFile());
        python.environment().put("HOOK_SECRETS", SECRET);
        Process running = python.start();
        try {
            await().ignoreExceptions().until(() -> post(port, now, "first", verdict, verdict) == 204);

            assertThat(post(port, now, "first", verdict, verdict)).isEqualTo(204);
            assertThat(post(port, now, "second", verdict, operator)).isEqualTo(401);
            assertThat(post(port, now.minusSeconds(310), "third", verdict, verdict))
                    .isEqualTo(401);
            assertThat(post(port, now, "fourth", operator, operator)).isEqualTo(204);
        } finally {
            running.destroy();
            running.waitFor();
        }
        assertThat(Files.readString(folder.resolve("work")))
                .isEqualToNormalizingNewlines("verdict orders-db: well\noperator no key\n");
    }

    /** Posts one body with the signature of another. */
    private static int post(int port, Instant at, String id, String signed, String body) throws Exception {
        String signature = WebhookSignature.sign(
                List.of(SigningSecret.parse(SECRET)), id, at, signed.getBytes(StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                                .header("webhook-id", id)
                                .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                                .header("webhook-signature", signature)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                    Stream.of(README, Path.of("CONTRIBUTING.md")),
                    docs.filter(path -> path.toString().endsWith(".md")))
                    .toList()
                    .stream();
        }
    }

    private static boolean hasPython() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "python3")));
    }

    private static Set<String> declaredTypes() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            return sources.filter(path -> path.toString().endsWith(".java"))
                    .map(DocumentationTest::text)
                    .flatMap(text -> DECLARED.matcher(text).results())
                    .map(type -> type.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private LoadedConfig load(String daemon, String tasks) throws Exception {
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        Pattern.compile("/run/secrets/([\\w-]+)")
                .matcher(daemon)
                .results()
                .forEach(file -> write(secrets.resolve(file.group(1)), SECRET));
        Path config = Files.createDirectories(folder.resolve("config"));
        write(config.resolve("application.yaml"), daemon.replace("/run/secrets", secrets.toString()));
        write(config.resolve("tasks.yaml"), tasks);
        return ConfigLoader.load(config, Map.of());
    }

    private static String example(String name) throws IOException {
        List<String> all = examples(name);
        assertThat(all).as("the example %s of the README", name).hasSize(1);
        return all.get(0);
    }

    /** The fenced blocks behind {@code <!-- example: NAME -->}. */
    private static List<String> examples(String name) throws IOException {
        return EXAMPLE.matcher(Files.readString(README))
                .results()
                .filter(example -> example.group(2).equals(name))
                .map(DocumentationTest::unindented)
                .toList();
    }

    private static String unindented(MatchResult example) {
        return example.group(3).replaceAll("(?m)^" + example.group(1), "");
    }

    private static Map<String, List<String>> headers(Instant at, String... secrets) {
        return Map.of(
                WebhookSignature.ID, List.of("an-id"),
                WebhookSignature.TIMESTAMP, List.of(Long.toString(at.getEpochSecond())),
                WebhookSignature.SIGNATURE, List.of(signature(at, secrets)));
    }

    private static String signature(Instant at, String... secrets) {
        return WebhookSignature.sign(
                Stream.of(secrets).map(SigningSecret::parse).toList(), "an-id", at, BODY);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
