package io.github.precheckwatcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.precheckwatcher.notify.NotifierSettings;
import java.nio.file.Path;
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

    /** By this an unchanged one is left alone; a secret from a file is followed by its own object. */
    @Test
    void files_that_are_read_again_give_equal_accounts_and_notifiers_unless_a_secret_has_a_file() {
        ConfigFolderBuilder files = ContractExample.in(folder);
        LoadedConfig first = files.load();
        LoadedConfig again = files.load();

        assertThat(again.accounts()).isEqualTo(first.accounts());
        assertThat(again.engine()).isEqualTo(first.engine());
        assertThat(first.notifiers().notifiers())
                .filteredOn(again.notifiers().notifiers()::contains)
                .extracting(NotifierSettings::name)
                .containsExactly("log", "spare", "fei", "mail", "am");
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
