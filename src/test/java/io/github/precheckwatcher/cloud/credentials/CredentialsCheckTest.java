package io.github.precheckwatcher.cloud.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.cloud.credentials.CredentialsSource.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsCheckTest {
    private static final String FILE = """
            { "current": "daily", "profiles": [
                { "name": "daily", "mode": "AK", "access_key_id": "x", "access_key_secret": "hunter2" },
                { "name": "browser", "mode": "CloudSSO" } ] }""";

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path home;

    @Test
    void a_profile_that_the_file_has_is_fine_by_its_name_by_the_variable_and_as_the_current_one() throws IOException {
        write(FILE);
        assertThat(profile("daily")).isEmpty();
        assertThat(profile(null)).isEmpty();
        environment.put("ALIBABA_CLOUD_PROFILE", "daily");
        assertThat(profile("daily")).isEmpty();
        assertThat(profile(null)).isEmpty();
    }

    @Test
    void a_profile_that_is_not_there_is_reported_with_its_file() throws IOException {
        assertThat(profile("daily").orElseThrow()).contains("config.json, which cannot be read");
        write("hunter2");
        assertThat(profile("daily").orElseThrow())
                .contains("config.json, which is no JSON")
                .doesNotContain("hunter2");
        write(FILE);
        assertThat(profile("nightly").orElseThrow()).contains("config.json has no such profile");
        assertThat(profile("browser").orElseThrow()).contains("a mode that is not supported");
        environment.put("ALIBABA_CLOUD_PROFILE", "nightly");
        assertThat(profile(null).orElseThrow()).contains("config.json has no such profile");
        assertThat(profile("daily").orElseThrow()).contains("ALIBABA_CLOUD_PROFILE names another profile");
    }

    @Test
    void what_the_environment_switches_off_is_reported() throws IOException {
        write(FILE);
        environment.put("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true");
        assertThat(profile("daily").orElseThrow()).startsWith("ALIBABA_CLOUD_CLI_PROFILE_DISABLED is true");
        assertThat(check(Type.ECS_RAM_ROLE, Map.of())).isEmpty();
        environment.put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "TRUE");
        assertThat(check(Type.ECS_RAM_ROLE, Map.of()).orElseThrow())
                .startsWith("ALIBABA_CLOUD_ECS_METADATA_DISABLED is true");
    }

    private void write(String text) throws IOException {
        Path file = home.resolve(".aliyun/config.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Optional<String> profile(String name) {
        return check(Type.PROFILE, name == null ? Map.of() : Map.of("profile", name));
    }

    private Optional<String> check(Type type, Map<String, String> settings) {
        return new CredentialsCheck(environment::get, home).mistake(new CredentialsSource(type, settings, Map.of()));
    }
}
