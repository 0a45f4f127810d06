package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.schema.ConfigException;
import io.github.precheckwatcher.config.schema.ConfigProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder with both files for a test, and what the loader says of it with the folder called {@code config}. */
public final class ConfigFolderBuilder {
    static final String ONE_TASK = """
            tasks:
              - task-id: t-000bc9nqwxsbyvod0001
                instance-uuid: ebc895506c6911ed800000163e0e0001
                uni-region-id: cn-hangzhou
            """;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>(Map.of("HOSTNAME", "db-watch-1"));

    public ConfigFolderBuilder(Path folder) {
        this.folder = folder;
        tasks(ONE_TASK);
    }

    public ConfigFolderBuilder application(String text) {
        return file("application.yaml", text);
    }

    public ConfigFolderBuilder tasks(String text) {
        return file("tasks.yaml", text);
    }

    ConfigFolderBuilder without(String name) {
        try {
            Files.delete(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public ConfigFolderBuilder file(String name, String text) {
        return bytes(name, text.getBytes(StandardCharsets.UTF_8));
    }

    ConfigFolderBuilder bytes(String name, byte[] bytes) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public ConfigFolderBuilder variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Path path(String name) {
        return folder.resolve(name);
    }

    public LoadedConfig load() {
        try {
            return ConfigLoader.load(folder, environment);
        } catch (ConfigException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** Beside a configuration that is in effect. */
    public LoadedConfig load(LoadedConfig running) {
        try {
            return ConfigLoader.load(folder, environment, Optional.of(running));
        } catch (ConfigException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** The folder's files, with this one's variables. */
    public ConfigFiles files() {
        return new ConfigFiles(folder, () -> environment);
    }

    List<String> problems(LoadedConfig running) {
        try {
            ConfigLoader.load(folder, environment, Optional.of(running));
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(this::shown).toList();
        }
    }

    public List<String> problems() {
        try {
            ConfigLoader.load(folder, environment);
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(this::shown).toList();
        }
    }

    List<String> warnings() {
        return load().warnings().stream().map(this::shown).toList();
    }

    private String shown(ConfigProblem problem) {
        return problem.toString().replace(folder.toString(), "config");
    }
}
