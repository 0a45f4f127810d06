package io.github.precheckwatcher.registration.reload;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * SIGHUP, by which an operator asks a daemon to read its files again. The JVM's class for it is no part of the Java
 * platform's API, so it is found by name.
 */
public final class HangupSignal {
    private static final String NAME = "HUP";

    private HangupSignal() {}

    /** Until {@link #handle}: the signal does not end the process, and the files are about to be read anyway. */
    public static void ignore() {
        handle(() -> {});
    }

    /**
     * From now on each signal runs this, in a thread of its own.
     *
     * @return whether signals arrive; they do not where the process was started by {@code nohup} or with {@code -Xrs}
     */
    static boolean handle(Runnable work) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            work.run();
                            return null;
                        }
                        return switch (method.getName()) {
                            case "equals" -> proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "HangupSignal";
                        };
                    });
            Object hangup = signal.getConstructor(String.class).newInstance(NAME);
            Object before = signal.getMethod("handle", signal, handler).invoke(null, hangup, ours);
            return before != handler.getField("SIG_IGN").get(null);
        } catch (InvocationTargetException e) {
            return false; // -Xrs, or a system without this signal
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
