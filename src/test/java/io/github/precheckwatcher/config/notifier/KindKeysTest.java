package io.github.precheckwatcher.config.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.kind.NotifierKind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KindKeysTest {
    @ParameterizedTest
    @EnumSource(NotifierKind.class)
    void a_kind_names_only_keys_that_there_are(NotifierKind kind) {
        assertThat(KindKeys.ALL).containsAll(kind.type().keys()).containsAll(NotifierType.COMMON);
    }

    @ParameterizedTest
    @EnumSource(NotifierKind.class)
    void what_every_kind_takes_fits_each(NotifierKind kind) {
        assertThat(NotifierType.COMMON).allMatch(key -> KindKeys.fits(kind, key));
    }

    @Test
    void a_file_of_a_key_goes_with_it() {
        assertThat(KindKeys.ALL)
                .contains("url-file", "secret-files", "header-files")
                .filteredOn(key -> KindKeys.fits(NotifierKind.WEBHOOK, key))
                .contains("url", "url-file", "secret", "secret-file", "secrets", "secret-files", "header-files")
                .doesNotContain("key", "key-file", "urls", "urls-file", "to", "mention", "mention-match");
    }

    @Test
    void no_key_is_without_a_kind() {
        assertThat(KindKeys.ALL)
                .allMatch(key -> Arrays.stream(NotifierKind.values()).anyMatch(kind -> KindKeys.fits(kind, key)));
    }
}
