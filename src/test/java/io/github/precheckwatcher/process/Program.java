package io.github.precheckwatcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The packaged jar in a process of its own, as a user starts it; remembers every line it prints. */
final class Program implements AutoCloseable {
    private static final Path TARGET = Path.of(System.getProperty("watcher.jar"))
            .toAbsolutePath()
            .getParent()
            .getParent();

    /** The link to the build's output in each working directory: the JVM takes an archive for the path that README names alone. */
    static final String LINK = "target";

    /** What README advises. */
    private static final List<String> COMMAND = List.of(
            "@" + Path.of("config/jvm.options").toAbsolutePath(),
            "-XX:SharedArchiveFile=" + LINK + "/quarkus-app/classes.jsa");

    /** A start without the archive that the build writes, but with the JDK's own. */
    static final String NO_ARCHIVE =
            "-XX:SharedArchiveFile=" + Path.of(System.getProperty("java.home"), "lib/server/classes.jsa");

    /** Divides waits that nobody configures, for tests of something else: a minute becomes ten seconds. */
    static final int DIVISOR = 6;

    static final String SHORT_WAITS = "-Dprecheck-watcher.divide-fixed-waits=" + DIVISOR;

    /** The machine's own variables that would change what the program does. */
    private static final List<String> STRANGERS =
            List.of("WATCHER_", "ALIBABA_CLOUD_", "QUARKUS_", "SMALLRYE_", "PG", "PRECHECK_DEMO_");

    /** Tests under nohup, as a build in the background may be, pass on that hang-ups are ignored: not to the program. */
    private static final List<String> HEARING_HANG_UPS =
            ignoresHangUps() ? List.of("env", "--default-signal=HUP") : List.of();

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private final Secrets secrets;

    private Program(Process process, Secrets secrets) {
        this.process = process;
        this.secrets = secrets;
        this.reader = new Thread(this::read, "output of " + process.pid());
        this.reader.setDaemon(true);
        this.reader.start();
    }

    /**
     * Starts the jar.
     *
     * @param folder the working directory
     * @param environment added to a nearly empty environment: nothing of the machine's own counts
     * @param properties {@code -D} properties
     * @param args the command line
     */
    static Program start(
            Path folder,
            Map<String, String> environment,
            Map<String, String> properties,
            Secrets secrets,
            String... args) {
        return start(folder, environment, properties, List.of(), secrets, args);
    }

    /**
     * Starts the jar with further flags of the JVM, which win over those that README advises.
     */
    static Program start(
            Path folder,
            Map<String, String> environment,
            Map<String, String> properties,
            List<String> flags,
            Secrets secrets,
            String... args) {
        List<String> command = new ArrayList<>(HEARING_HANG_UPS);
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(COMMAND);
        command.addAll(flags);
        properties.forEach((k, v) -> command.add("-D" + k + "=" + v));
        command.add("-jar");
        command.add(LINK + "/quarkus-app/quarkus-run.jar");
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> STRANGERS.stream().anyMatch(name::startsWith));
        builder.environment().put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
        builder.environment().putAll(environment);
        try {
            link(folder);
            return new Program(builder.start(), secrets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By Linux's mask of ignored signals (proc_pid_status(5)), whose lowest bit is SIGHUP. */
    private static boolean ignoresHangUps() {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(
                                            line.substring("SigIgn:".length()).strip(), 16)
                                    & 1)
                            == 1);
        } catch (IOException e) {
            return false; // another system
        }
    }

    /** What starts the jar, as words of a shell's command line, in a folder. */
    static String words(Path folder) {
        try {
            link(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(COMMAND);
        command.addAll(List.of("-jar", LINK + "/quarkus-app/quarkus-run.jar"));
        return "'" + String.join("' '", command) + "'";
    }

    private static void link(Path folder) throws IOException {
        try {
            Files.createSymbolicLink(folder.resolve(LINK), TARGET);
        } catch (FileAlreadyExistsException e) {
            // this folder's second program, or the build's own folder
        }
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // the process was killed: its output ends where it ends
        }
    }

    /** Waits for a line; the match. */
    Matcher await(String regex, Duration patience) {
        Pattern pattern = Pattern.compile(regex);
        return Awaitility.await("a line like " + regex)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(20))
                .conditionEvaluationListener(null)
                .until(() -> find(pattern).or(this::ended), Optional::isPresent)
                .filter(m -> m.pattern().pattern().equals(regex))
                .orElseThrow(
                        () -> new AssertionError("the process ended without a line like " + regex + ":\n" + text()));
    }

    private Optional<Matcher> find(Pattern pattern) {
        return lines.stream().map(pattern::matcher).filter(Matcher::find).findFirst();
    }

    private Optional<Matcher> ended() {
        return process.isAlive() || reader.isAlive()
                ? Optional.empty()
                : Optional.of(Pattern.compile("").matcher(""));
    }

    /** How many lines match so far. */
    long count(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return lines.stream().filter(l -> pattern.matcher(l).find()).count();
    }

    String text() {
        return String.join("\n", lines);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** The CPU time it has used. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Its resident memory. */
    double rssMib() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            String kib = lines.filter(l -> l.startsWith("VmRSS"))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll("\\D", "");
            return Long.parseLong(kib) / 1024.0;
        }
    }

    /** {@code kill -HUP}. */
    void hangUp() {
        try {
            assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(20));
    }

    /** SIGTERM; the exit code. */
    int stop() {
        process.destroy();
        return awaitEnd(Duration.ofSeconds(30));
    }

    /** Waits for the process to end by itself; the exit code. */
    int awaitEnd(Duration patience) {
        try {
            assertThat(process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS))
                    .as("the process ends within %s; so far:%n%s", patience, text())
                    .isTrue();
            reader.join(patience.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        secrets.assertAbsent(text());
        assertNoStackTrace();
    }

    /** Holds for every program of every test, since {@link #close} asks it. */
    void assertNoStackTrace() {
        assertThat(text()).as("no stack trace").doesNotContain("\tat ");
    }
}
