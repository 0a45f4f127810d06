package io.github.precheckwatcher.precheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCatalogTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MSSQL  | OSS_INTERNAL_ENDPOINT_CONNECTIVITY SERVICE_CONNECTIVITY SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE"
                        + " SQL_SERVER_DB_NOT_ONLINE",
                "ORACLE | OSS_INTERNAL_ENDPOINT_CONNECTIVITY SERVICE_CONNECTIVITY ORACLE_INSTANCE_STATUS"
                        + " ORACLE_DB_STATUS ARCHIVELOG",
                "MYSQL  | OSS_INTERNAL_ENDPOINT_CONNECTIVITY SERVICE_CONNECTIVITY MYSQL_VERSION MYSQL_BINLOG",
            })
    void each_type_has_the_vendors_items_in_the_vendors_order(SourceType type, String items) {
        assertThat(CheckCatalog.of(type)).extracting(CheckDescription::item).isEqualTo(List.of(items.split(" ")));
    }

    @Test
    void thirteen_documented_items_are_nine_names_of_which_all_types_share_two() {
        assertThat(CheckCatalog.all()).hasSize(9);
        assertThat(CheckCatalog.all().stream().mapToInt(d -> d.types().size()).sum())
                .isEqualTo(13);
        assertThat(CheckCatalog.all().stream().filter(d -> d.types().equals(Set.of(SourceType.values()))))
                .hasSize(2);
    }

    static Stream<CheckDescription> all() {
        return CheckCatalog.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void every_item_is_complete_in_both_languages(CheckDescription description) {
        CheckText english = description.english();
        CheckText chinese = description.chinese();

        assertThat(Stream.of(english.title(), english.meaning(), english.remedy(), description.phrase()))
                .allSatisfy(text -> assertThat(text)
                        .matches("[\\x20-\\x7E]+")
                        .isEqualTo(text.strip())
                        .doesNotContain("  "));
        assertThat(english.meaning()).endsWith(".");
        assertThat(english.remedy()).endsWith(".").hasSizeGreaterThan(60);
        assertThat(description.phrase()).isEqualToIgnoringCase(english.title());
        assertThat(chinese.meaning()).containsPattern("\\p{IsHan}{4,}").endsWith("。");
        assertThat(chinese.remedy()).containsPattern("\\p{IsHan}{4,}").endsWith("。");
        assertThat(chinese.title()).isNotBlank().hasSizeLessThan(24);
        assertThat(List.of(english.remedy(), chinese.remedy()))
                .allSatisfy(text -> assertThat(text).containsPattern("precheck again|重新预检"));
    }

    @ParameterizedTest
    @CsvSource({
        "OSS_INTERNAL_ENDPOINT_CONNECTIVITY, neither backup nor restore",
        "SERVICE_CONNECTIVITY, no operation",
        "SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE, full backups still work",
    })
    void the_meaning_says_what_the_vendor_says(String item, String words) {
        assertThat(CheckCatalog.find(item).orElseThrow().english().meaning()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE, SET RECOVERY FULL",
        "SQL_SERVER_DB_NOT_ONLINE, SET ONLINE",
        "ORACLE_INSTANCE_STATUS, v$instance",
        "ORACLE_DB_STATUS, v$database",
        "ARCHIVELOG, ALTER DATABASE ARCHIVELOG",
        "MYSQL_VERSION, SELECT VERSION()",
        "MYSQL_BINLOG, log_bin",
        "OSS_INTERNAL_ENDPOINT_CONNECTIVITY, 100.64.0.0/10",
        "SERVICE_CONNECTIVITY, 100.64.0.0/10",
    })
    void both_remedies_name_the_same_step(String item, String step) {
        CheckDescription description = CheckCatalog.find(item).orElseThrow();

        assertThat(description.english().remedy()).contains(step);
        assertThat(description.chinese().remedy()).contains(step);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SQL_SERVER_DB_NOT_ONLINE | log-shipping secondary, a mirror or an availability-group replica | 日志传送的辅助库、镜像库或可用性组副本",
                "SQL_SERVER_DB_NOT_ONLINE | backups are all applied: RESTORE DATABASE | 所有备份都已应用时，才执行 RESTORE DATABASE",
                "ORACLE_INSTANCE_STATUS | PHYSICAL STANDBY, leave it as it is and back up the primary | PHYSICAL STANDBY，请保持原样并备份主库",
                "ORACLE_DB_STATUS | PHYSICAL STANDBY, leave it as it is and back up the primary | PHYSICAL STANDBY，请保持原样并备份主库",
                "ORACLE_INSTANCE_STATUS | read the alert log first | 先查看 alert 日志",
                "ORACLE_DB_STATUS | read the alert log first | 先查看 alert 日志",
                "SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE | only if the backup policy takes log backups | 仅当备份策略包含日志备份",
                "SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE | name NOT IN ('master', 'tempdb') | name NOT IN ('master', 'tempdb')",
                "SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE | disk is full | 占满磁盘",
                "ARCHIVELOG | First give the archive destination room | 先为归档目录预留空间",
                "ARCHIVELOG | srvctl | srvctl",
                "MYSQL_BINLOG | binlog_expire_logs_seconds | binlog_expire_logs_seconds",
            })
    void what_a_remedy_could_break_is_said_in_both_languages(String item, String english, String chinese) {
        CheckDescription description = CheckCatalog.find(item).orElseThrow();

        assertThat(description.english().remedy()).contains(english);
        assertThat(description.chinese().remedy()).contains(chinese);
    }

    @ParameterizedTest
    @MethodSource("all")
    void no_remedy_recovers_blindly_or_lists_commands_that_cannot_be_pasted(CheckDescription description) {
        assertThat(List.of(description.english().remedy(), description.chinese().remedy()))
                .allSatisfy(
                        text -> assertThat(text)
                                .doesNotContain("RECOVER DATABASE")
                                .doesNotContainPattern(
                                        "(SHUTDOWN IMMEDIATE|STARTUP MOUNT|ARCHIVELOG|DATABASE OPEN)；(STARTUP|ALTER DATABASE|ARCHIVE LOG)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"archivelog", " ARCHIVELOG\u00A0", "\uFEFFArchiveLog"})
    void items_are_found_without_regard_to_case_and_white_space(String raw) {
        assertThat(CheckCatalog.find(raw)).map(CheckDescription::item).contains("ARCHIVELOG");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "ARCHIVE_LOG", "PG_WAL_LEVEL"})
    void an_unheard_of_item_is_not_found(String raw) {
        assertThat(CheckCatalog.find(raw)).isEmpty();
    }

    @Test
    void a_chinese_reader_reads_chinese_and_everybody_else_english() {
        CheckDescription recovery =
                CheckCatalog.find("SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE").orElseThrow();

        assertThat(recovery.in(Locale.forLanguageTag("zh-CN")).title()).isEqualTo("恢复模式");
        assertThat(recovery.in(Locale.ENGLISH).title()).isEqualTo("Recovery mode");
        assertThat(recovery.in(Locale.GERMAN).title()).isEqualTo("Recovery mode");
    }
}
