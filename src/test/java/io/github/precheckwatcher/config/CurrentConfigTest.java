package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.notify.NotifierSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentConfigTest {
    @TempDir
    Path folder;

    @Test
    void all_ports_have_the_new_settings_before_any_listener_is_run() {
        CurrentConfig current = new CurrentConfig(version(1));
        List<List<Integer>> seen = new ArrayList<>();
        current.onChange(() -> seen.add(parts(current)));
        current.onChange(() -> seen.add(parts(current)));

        current.swap(version(2));
        current.swap(version(3));

        assertThat(seen).containsExactly(List.of(2, 2, 2), List.of(2, 2, 2), List.of(3, 3, 3), List.of(3, 3, 3));
    }

    /** Who asks for one part after the other may meet a swap between the two, but never an older part behind a newer. */
    @Test
    void nobody_sees_half_of_a_swap() throws InterruptedException {
        List<LoadedConfig> versions =
                IntStream.rangeClosed(1, 8).mapToObj(this::version).toList();
        CurrentConfig current = new CurrentConfig(versions.get(0));
        AtomicReference<List<Integer>> torn = new AtomicReference<>();
        CountDownLatch reading = new CountDownLatch(2);
        List<Thread> readers = IntStream.range(0, 2)
                .mapToObj(n -> new Thread(() -> {
                    reading.countDown();
                    List<Integer> parts;
                    do {
                        parts = parts(current);
                        LoadedConfig whole = current.config();
                        if (!isAscending(parts) || rate(whole) != perSecond(whole)) {
                            torn.set(parts);
                        }
                    } while (parts.get(2) < versions.size());
                }))
                .toList();
        readers.forEach(Thread::start);
        reading.await();

        versions.forEach(current::swap);

        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(torn.get()).isNull();
    }

    @Test
    void a_listener_that_fails_keeps_neither_the_settings_nor_the_other_listeners_back() {
        CurrentConfig current = new CurrentConfig(version(1));
        List<String> run = new ArrayList<>();
        current.onChange(() -> {
            throw new IllegalStateException("one");
        });
        current.onChange(() -> run.add("two"));

        assertThatThrownBy(() -> current.swap(version(2))).hasMessage("one");

        assertThat(run).containsExactly("two");
        assertThat(parts(current)).containsExactly(2, 2, 2);
    }

    /** By this an unchanged one is left alone. */
    @Test
    void files_that_are_read_again_give_equal_accounts_and_notifiers() {
        ConfigFolderBuilder files = ContractExample.in(folder);
        LoadedConfig first = files.load();
        LoadedConfig again = files.load(first);

        assertThat(again.accounts()).isEqualTo(first.accounts());
        assertThat(again.engine()).isEqualTo(first.engine());
        assertThat(again.notifiers()).isEqualTo(first.notifiers());
        assertThat(again.rotating()).isEqualTo(first.rotating());
        assertThat(again.needRestart(first)).isEmpty();
    }

    @Test
    void only_the_notifier_whose_secrets_file_holds_another_secret_is_another() {
        ConfigFolderBuilder files = new ConfigFolderBuilder(folder)
                .file("one", ContractExample.SPARE_SECRET)
                .file("two", ContractExample.SPARE_SECRET)
                .application("""
                        watcher:
                          notifiers:
                            a: { type: webhook, url: 'http://a.example.com/', secret-file: '%s' }
                            b: { type: webhook, url: 'http://b.example.com/', secret-file: '%s' }
                        """.formatted(folder.resolve("one"), folder.resolve("two")));
        LoadedConfig first = files.load();

        LoadedConfig again = files.file("two", ContractExample.SPARE_SECRET.replace('C', 'D'))
                .load(first);

        assertThat(again.notifiers().notifiers())
                .filteredOn(first.notifiers().notifiers()::contains)
                .extracting(NotifierSettings::name)
                .containsExactly("a");
    }

    @Test
    void what_takes_effect_at_a_start_alone_is_not_swapped() {
        ConfigFolderBuilder files = new ConfigFolderBuilder(folder).application("""
                watcher: { data-dir: one, polling: { lease: 30s } }
                quarkus: { http: { port: 8081 } }
                """);
        CurrentConfig current = new CurrentConfig(files.load());
        LoadedConfig other = files.application("""
                watcher: { data-dir: two, polling: { lease: 40s }, environment: new }
                quarkus: { http: { port: 8082 }, log: { level: DEBUG } }
                """).load(current.config());

        assertThat(other.needRestart(current.config()))
                .containsExactly("quarkus.http.port", "quarkus.log.level", "watcher.data-dir", "watcher.polling.lease");
        assertThatThrownBy(() -> current.swap(other))
                .hasMessage("takes effect at a start alone: quarkus.http.port, quarkus.log.level, watcher.data-dir,"
                        + " watcher.polling.lease");

        current.swap(other.beside(current.config()));

        assertThat(current.settings().environment()).isEqualTo("new");
        assertThat(current.config().store().dataDir()).isEqualTo(Path.of("one"));
        assertThat(current.config().engine().lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(current.config().source().values().get("watcher.data-dir").text())
                .isEqualTo("one");
    }

    @Test
    void another_store_is_named_by_the_key_that_was_written() {
        ConfigFolderBuilder files = new ConfigFolderBuilder(folder);
        LoadedConfig first = files.load();

        assertThat(files.application("watcher: { store: postgresql }\n")
                        .load(first)
                        .needRestart(first))
                .containsExactly("watcher.store");
    }

    /** A claim must outlast its poll, and the lease of the claims is the running one. */
    @Test
    void timeouts_that_the_running_lease_does_not_outlast_are_a_mistake() {
        ConfigFolderBuilder files = new ConfigFolderBuilder(folder);
        LoadedConfig first = files.load();
        files.application("""
                watcher:
                  polling: { lease: 5m }
                  accounts: { default: { read-timeout: 1m } }
                """);

        assertThat(files.problems()).isEmpty();
        assertThat(files.problems(first))
                .singleElement()
                .asString()
                .contains("the lease (watcher.polling.lease, 30s, which changes at a restart alone) must exceed");
    }

    @Test
    void a_changed_secret_or_address_makes_another_notifier() {
        ConfigFolderBuilder files = ContractExample.in(folder);
        LoadedConfig first = files.load();
        LoadedConfig other = files.variable("SPARE_VARIABLE", ContractExample.SPARE_SECRET.replace('C', 'D'))
                .variable("FEISHU_TOKEN", "another-" + ContractExample.TOKEN)
                .load();

        assertThat(first.notifiers().notifiers())
                .filteredOn(other.notifiers().notifiers()::contains)
                .extracting(NotifierSettings::name)
                .containsExactly("log", "mail", "am");
    }

    /** A configuration whose parts all have this number. */
    private LoadedConfig version(int number) {
        return new ConfigFolderBuilder(folder)
                .application("""
                        watcher:
                          environment: "%d"
                          accounts: { default: { calls-per-second: %d } }
                        """.formatted(number, number))
                .load();
    }

    private static List<Integer> parts(CurrentConfig current) {
        return List.of(
                current.accounts()
                        .find("default")
                        .map(account -> (int) account.callsPerSecond())
                        .orElseThrow(),
                Integer.parseInt(current.settings().environment()),
                current.get().callsPerSecond().get("default").intValue());
    }

    private static boolean isAscending(List<Integer> parts) {
        return parts.get(0) <= parts.get(1) && parts.get(1) <= parts.get(2);
    }

    private static double rate(LoadedConfig config) {
        return config.accounts().byName().get("default").callsPerSecond();
    }

    private static double perSecond(LoadedConfig config) {
        return config.engine().callsPerSecond().get("default");
    }
}
