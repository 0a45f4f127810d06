package io.github.precheckwatcher.config.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.config.schema.ConfigProblem;
import io.github.precheckwatcher.config.schema.Section;
import io.github.precheckwatcher.config.schema.SectionBuilder;
import io.github.precheckwatcher.notify.NotifierType.Address;
import io.github.precheckwatcher.notify.NotifierType.SigningSecretForm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressReaderTest {
    @TempDir
    Path folder;

    private final SectionBuilder sections = new SectionBuilder();
    private final AddressReader reader = new AddressReader(sections.sink(), sections.secrets());

    @Test
    void a_key_becomes_the_platforms_address() {
        assertThat(read(FakeRobotType.ROBOT, "{ key: abc-1 }"))
                .containsExactly(URI.create("https://robots.example.com/send?key=abc-1"));
        assertThat(sections.problems()).isEmpty();
    }

    @Test
    void a_base_url_stands_before_a_key() {
        assertThat(read(FakeRobotType.ROBOT, "{ key: abc-1, base-url: 'http://proxy.example.com/robots' }"))
                .containsExactly(URI.create("http://proxy.example.com/robots?key=abc-1"));
    }

    @Test
    void a_key_may_stand_in_a_file() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), " abc-2\n");

        assertThat(read(FakeRobotType.ROBOT, "{ key-file: '" + file + "' }"))
                .containsExactly(URI.create("https://robots.example.com/send?key=abc-2"));
        assertThat(sections.secrets().rotating()).hasSize(1);
    }

    @Test
    void a_robot_takes_a_whole_address_too() {
        assertThat(read(FakeRobotType.ROBOT, "{ url: 'https://lark.example.com/hook/x' }"))
                .containsExactly(URI.create("https://lark.example.com/hook/x"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                           | n.key: is missing; type robot needs it or url, or one of them as key-file or url-file
            { key: a, url: 'http://x.example.com/' }     | n.key: stands beside url; keep one of the two
            { key-file: /a, url-file: /b }               | n.key-file: stands beside url-file; keep one of the two
            { key: a, key-file: /b }                     | n.key-file: stands beside key; keep one of the two
            { key: 'https://x.example.com/hunter2' }     | n.key: is a whole address; write it as url, or url-file
            { key: 'hunter2 hunter2' }                   | n.key: is no key: ASCII without spaces
            { key: hunter2hunter2hunter2hunter2hunter2hunter2 } | n.key: is longer than a robot's key
            { url: 'http://x.example.com/', base-url: 'http://y.example.com/' } | n.base-url: belongs to a key; url is the whole address already
            { key: a, base-url: 'https://x.example.com/?key=hunter2' } | n.base-url: has a '?' or '#'; it is what stands before a path, like https://example.com/base
            { key: a, base-url: 'https://me:hunter2@x.example.com' } | n.base-url: has a user or password in it
            { url: 'https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com/' } | n.url: has no host name that can be used (letters, digits, '-' and '.')
            { key: a, base-url: 'ftp://x.example.com' }  | n.base-url: must begin with https:// or http://
            """)
    void what_is_wrong_with_a_robots_address_is_reported_and_never_shown(String yaml, String problem) {
        read(FakeRobotType.ROBOT, yaml);

        assertThat(sections.problems()).containsExactly("f.yaml:1: " + problem).noneMatch(p -> p.contains("hunter2"));
    }

    @Test
    void a_cluster_has_several_addresses_in_order() {
        assertThat(read(FakeRobotType.CLUSTER, "{ urls: ['http://am-1:9093', 'http://am-2:9093'] }"))
                .containsExactly(URI.create("http://am-1:9093"), URI.create("http://am-2:9093"));
    }

    @Test
    void a_file_has_one_address_a_line() throws IOException {
        Path file = Files.writeString(folder.resolve("urls"), "http://am-1:9093\r\n\n  http://am-2:9093\n");

        assertThat(read(FakeRobotType.CLUSTER, "{ urls-file: '" + file + "' }"))
                .containsExactly(URI.create("http://am-1:9093"), URI.create("http://am-2:9093"));
        Files.writeString(file, "http://am-1:9093\nhunter2");
        read(FakeRobotType.CLUSTER, "{ urls-file: '" + file + "' }");
        Files.writeString(file, "http://am-1:9093\nhttp://am-1:9093");
        read(FakeRobotType.CLUSTER, "{ urls-file: '" + file + "' }");
        assertThat(sections.problems())
                .containsExactly(
                        "f.yaml:1: n.urls-file: the file's line 2 must begin with https:// or http://",
                        "f.yaml:1: n.urls-file: the file's line 2 repeats an address");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                            | n.urls: is missing; type robot needs it, or urls-file
            { urls: [] }                                  | n.urls: has no address
            { urls: ['http://a:1', 'http://a:1'] }        | n.urls[1]: stands here twice
            { urls: ['http://a:1', 'ftp://a'] }           | n.urls[1]: must begin with https:// or http://
            { urls: ['http://a:1'], urls-file: /x }       | n.urls-file: stands beside urls; keep one of the two
            """)
    void what_is_wrong_with_several_addresses_is_reported(String yaml, String problem) {
        read(FakeRobotType.CLUSTER, yaml);

        assertThat(sections.problems()).contains("f.yaml:1: " + problem);
    }

    @Test
    void a_kind_without_address_has_none() {
        assertThat(read(new FakeRobotType(Address.NONE, SigningSecretForm.NONE), "{}"))
                .isEmpty();
        assertThat(sections.problems()).isEmpty();
    }

    @Test
    void one_address_by_two_ways_is_a_warning() {
        Section first = sections.read("{ key: abc }");
        Section second = sections.read("{ url: 'https://robots.example.com/send?key=abc' }");

        reader.reportRepeated(first, "a", reader.read(first, FakeRobotType.ROBOT, "robot"));
        reader.reportRepeated(second, "b", reader.read(second, FakeRobotType.ROBOT, "robot"));

        assertThat(sections.sink().warnings())
                .extracting(ConfigProblem::toString)
                .containsExactly("f.yaml:1: n.url: is the same address as that of a; it gets each message twice");
    }

    private List<URI> read(FakeRobotType type, String yaml) {
        return reader.read(sections.read(yaml), type, "robot").get();
    }
}
