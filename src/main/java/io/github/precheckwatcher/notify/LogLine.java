package io.github.precheckwatcher.notify;

import org.jboss.logging.Logger;

/** placeholder until branch notify is merged */
public final class LogLine {
    private final StringBuilder text;

    private LogLine(String event) {
        this.text = new StringBuilder(event);
    }

    public static LogLine of(String event) {
        return new LogLine(event);
    }

    public LogLine with(String key, Object value) {
        text.append(' ').append(key).append('=').append(value);
        return this;
    }

    public void info(Logger log) {
        log.info(text);
    }

    public void warn(Logger log) {
        log.warn(text);
    }

    public void error(Logger log) {
        log.error(text);
    }
}
