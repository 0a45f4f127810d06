package io.github.precheckwatcher;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Unit tests look every 10 ms whether what they wait for is there, instead of Awaitility's 100 ms: most of it is there
 * after a few. Process tests keep the 100 ms, since each look of theirs is a request. A test whose look itself moves time
 * on names its own interval. None gives up before 30 s, since a machine may be busy with other tests.
 */
public final class AwaitOften implements LauncherSessionListener {
    private static final Duration INTERVAL = Duration.ofMillis(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (System.getProperty("watcher.jar") == null) { // pom.xml sets it for process tests
            Awaitility.setDefaultPollDelay(INTERVAL);
            Awaitility.setDefaultPollInterval(INTERVAL);
            Awaitility.setDefaultTimeout(TIMEOUT);
        }
    }
}
