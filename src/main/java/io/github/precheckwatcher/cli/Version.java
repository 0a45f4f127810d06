package io.github.precheckwatcher.cli;

import io.github.precheckwatcher.config.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** The version that {@code --version} prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"precheck-watcher " + ProgramVersion.text()};
    }
}
