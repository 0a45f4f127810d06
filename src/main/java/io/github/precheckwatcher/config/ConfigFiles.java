package io.github.precheckwatcher.config;

import static java.util.Objects.requireNonNull;

import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.config.schema.ConfigValue;
import io.github.precheckwatcher.config.schema.Problems;
import io.github.precheckwatcher.config.schema.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The files of a configuration folder: which they are, and which version of them is there, by their content. Neither
 * times nor inodes count, so that an editor's rename, a changed link and an unchanged time are all the same. Thread
 * safe; blocks on the file system.
 */
public final class ConfigFiles {
    /** The folder beside {@code application.yaml} whose files name further tasks. */
    static final String TASKS_FOLDER = "tasks.d";

    private static final String TASKS = "tasks.yaml";
    private static final String YAML = ".yaml";

    /** More files than this are not even listed. */
    static final int MOST_TASKS_FILES = 1_000;

    private static final int BUFFER = 64 * 1024;

    private final Path folder;
    private final Supplier<Map<String, String>> environment;
    /** What the tasks file's name was read from; guarded by this, as is the name. */
    private String application = "";

    private Path tasks;

    /**
     * Those of one folder.
     *
     * @param environment the process's environment variables of the moment
     */
    public ConfigFiles(Path folder, Supplier<Map<String, String>> environment) {
        this.folder = requireNonNull(folder, "folder");
        this.environment = requireNonNull(environment, "environment");
    }

    /** The version that is there now: a hash of all that the files hold. Files that cannot be read have one, too. */
    public synchronized String version() {
        String read = hash(folder.resolve(DaemonFile.NAME));
        if (!read.equals(application)) {
            application = read;
            tasks = tasks(folder, DaemonFile.read(folder, environment.get(), new Problems()));
        }
        return version(application, tasksHash(folder, tasks));
    }

    /**
     * Reads all files anew.
     *
     * @param running what is in effect: what is as it was stays the same object, and what takes effect at a start alone is
     *     checked as it runs
     * @throws ConfigException with every problem at once
     */
    public LoadedConfig load(LoadedConfig running) throws ConfigException {
        return ConfigLoader.load(folder, environment.get(), Optional.of(running));
    }

    /** The file that names the tasks. */
    static Path tasks(Path folder, DaemonFile daemon) {
        return daemon.tree()
                .at("watcher.tasks-file")
                .map(ConfigValue::text)
                .map(Path::of)
                .orElseGet(() -> folder.resolve(TASKS));
    }

    /**
     * The files of {@code tasks.d} in the order of their names; hidden ones are an editor's or Kubernetes' own.
     *
     * @return at most one more than {@link #MOST_TASKS_FILES}
     */
    static List<Path> more(Path folder) {
        List<Path> found = new ArrayList<>();
        Path more = folder.resolve(TASKS_FOLDER);
        if (Files.isDirectory(more)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(more, path -> isTasksFile(name(path)))) {
                for (Path path : all) {
                    found.add(path);
                    if (found.size() > MOST_TASKS_FILES) {
                        break;
                    }
                }
            } catch (IOException | SecurityException | java.nio.file.DirectoryIteratorException e) {
                return List.of(); // who reads them says so
            }
        }
        return found.stream().sorted((a, b) -> name(a).compareTo(name(b))).toList();
    }

    private static boolean isTasksFile(String name) {
        return name.endsWith(YAML) && !name.startsWith(".");
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    static String applicationHash(Path folder) {
        return hash(folder.resolve(DaemonFile.NAME));
    }

    static String tasksHash(Path folder, Path tasks) {
        MessageDigest all = sha256();
        List<Path> files = new ArrayList<>();
        files.add(tasks);
        files.addAll(more(folder));
        for (Path file : files) {
            all.update((file + "\n" + hash(file) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(all.digest());
    }

    /** One name for the content of all files. */
    static String version(String applicationHash, String tasksHash) {
        MessageDigest both = sha256();
        both.update((applicationHash + tasksHash).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(both.digest());
    }

    /** Of what would be read of a file: no more. */
    private static String hash(Path file) {
        if (!Files.isRegularFile(file)) {
            return Files.exists(file) ? "no file" : "absent";
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = sha256();
            byte[] buffer = new byte[BUFFER];
            int left = YamlFile.LARGEST + 1;
            int read = in.read(buffer, 0, Math.min(left, buffer.length));
            while (read > 0) {
                digest.update(buffer, 0, read);
                left -= read;
                read = left == 0 ? -1 : in.read(buffer, 0, Math.min(left, buffer.length));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | SecurityException e) {
            return "unreadable";
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
