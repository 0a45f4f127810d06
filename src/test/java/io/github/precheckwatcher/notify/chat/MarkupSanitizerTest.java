package io.github.precheckwatcher.notify.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupSanitizerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT name FROM sys.databases WHERE state_desc <> 'ONLINE'",
                "ALTER DATABASE [name] SET ONLINE, then 3 < 4 && a & b",
                "exit code 1 > log; R& D; x <1",
                "naïve 数据库 \uD83D\uDE00 C:\\data (old)"
            })
    void what_means_nothing_stays_so_that_commands_can_be_copied(String text) {
        assertThat(MarkupSanitizer.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    @13900000000 @所有人 @all     | ＠13900000000 ＠所有人 ＠all
                    <@zhangsan>                  | ＜＠zhangsan>
                    <font color="info">x</font>  | ＜font color="info">x＜/font>
                    <!channel> <?x <at id=all>   | ＜!channel> ＜?x ＜at id=all>
                    [here](http://evil)          | [here］(http://evil)
                    ![here](http://evil)         | ![here］(http://evil)
                    [here][1] [1]: http://evil   | [here］[1] [1］: http://evil
                    &#64;all &commat;all &       | ＆#64;all ＆commat;all ＆
                    > quoted                     | ＞ quoted
                    ends with <                  | ends with ＜
                    ends with ]                  | ends with ］
                    """)
    void mentions_links_tags_and_entities_become_look_alikes(String text, String harmless) {
        assertThat(MarkupSanitizer.text(text)).isEqualTo(harmless);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb"})
    void a_text_stays_on_one_line(String text) {
        assertThat(MarkupSanitizer.text(text)).isEqualTo("a b");
    }
}
