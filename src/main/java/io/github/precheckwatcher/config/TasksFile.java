package io.github.precheckwatcher.config;

import io.github.precheckwatcher.config.schema.RefusedKey;
import io.github.precheckwatcher.watch.OnRemoval;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of {@code tasks.yaml} and of each file in {@code tasks.d}. Their shape and meaning; read by {@link TasksReader}. */
interface TasksFile {
    /** Why a key of a task has no default. */
    String DIFFERS = "differs in every task, so it has no default";

    /** What holds for every task of this file that does not say otherwise. */
    Defaults defaults();

    /** The prechecks to watch. */
    List<Task> tasks();

    /** Keys of a task that may have a default. */
    interface Shared {
        /** The region where the database server is, for example {@code cn-hangzhou}. Required, here or in the defaults. */
        Optional<String> uniRegionId();

        /** The account by which it is asked; absent: {@code default}. */
        Optional<String> account();

        /**
         * Matched by {@code when.match}, passed to webhooks, Alertmanagers and templates; a task's own go before the
         * defaults.
         */
        Map<String, String> labels();

        /** What to do when it did not pass: an http or https address that every message but log lines carries. */
        Optional<URI> runbook();

        /** How long the watch may take before it is TIMED_OUT; absent: {@code watcher.polling.deadline}. */
        Optional<Duration> deadline();

        /** How it is polled, where that differs: the keys of {@code watcher.polling} but {@code deadline} and {@code lease}. */
        PollingKeys polling();

        /** The notifiers that are notified; absent: all. */
        Optional<List<String>> notifiers();

        /** What becomes of a running watch when its task is gone from the files: it is watched to its end, or CANCELLED. */
        @WithDefault("keep")
        OnRemoval onRemoval();
    }

    /** What holds for every task. */
    @RefusedKey(key = "name", why = DIFFERS)
    @RefusedKey(key = "task-id", why = DIFFERS)
    @RefusedKey(key = "instance-uuid", why = DIFFERS)
    interface Defaults extends Shared {}

    /** One precheck. */
    interface Task extends Shared {
        /** Shown in every message; unique in the file; absent: made from instance and task id. */
        Optional<String> name();

        /** The vendor's TaskId. */
        String taskId();

        /** The vendor's InstanceUuid. */
        String instanceUuid();
    }
}
