package io.github.precheckwatcher.notify.kind.alertmanager;

/** The tick of a resender, for tests elsewhere. */
public final class Resending {
    private Resending() {}

    public static void tick(AlertResender resender) {
        resender.resend();
    }
}
