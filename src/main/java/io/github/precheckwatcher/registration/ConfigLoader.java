package io.github.precheckwatcher.registration;

import java.nio.file.Path;
import java.util.Map;

/** Reads and checks both configuration files of a folder. One loader serves daemon, demo and {@code check-config}. */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Loads {@code application.yaml} and the tasks file it names (default: {@code tasks.yaml} beside it).
     *
     * @param folder the folder of both files, as the user named it
     * @param environment the process's environment variables ({@code WATCHER_...} and {@code ${X}} count)
     * @throws ConfigException with every problem at once
     */
    public static LoadedConfig load(Path folder, Map<String, String> environment) throws ConfigException {
        throw new ConfigException(java.util.List.of());
    }
}
