package io.github.precheckwatcher.notify;

import jakarta.enterprise.context.ApplicationScoped;

/** placeholder until branch notify is merged */
@ApplicationScoped
public class Dispatcher {
    public void wake() {}
}
