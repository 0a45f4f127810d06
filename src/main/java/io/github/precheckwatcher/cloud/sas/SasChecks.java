package io.github.precheckwatcher.cloud.sas;

import static io.github.precheckwatcher.precheck.SourceType.MSSQL;
import static io.github.precheckwatcher.precheck.SourceType.MYSQL;
import static io.github.precheckwatcher.precheck.SourceType.ORACLE;

import io.github.precheckwatcher.precheck.CheckDescription;
import io.github.precheckwatcher.precheck.CheckText;
import io.github.precheckwatcher.precheck.KnownChecks;
import java.util.List;
import java.util.Set;

/**
 * The check items that Security Center documents. Names by database type: the vendor's page of QueryPreCheckDatabase. What follows when one
 * does not pass: Cloud Backup's pages "Precheck an ECS-hosted SQL Server instance" and "Precheck MySQL (ECS)" for the
 * network, recovery mode and version checks; for the others the databases' own manuals. Adding an item: one entry here.
 */
public final class SasChecks implements KnownChecks {
    private static final List<CheckDescription> ALL = List.of(
            new CheckDescription(
                    "OSS_INTERNAL_ENDPOINT_CONNECTIVITY",
                    Set.of(MSSQL, ORACLE, MYSQL),
                    "OSS connectivity",
                    new CheckText(
                            "OSS connectivity",
                            "The server cannot reach OSS, where the backups are kept, over its internal endpoint:"
                                    + " neither backup nor restore works.",
                            "On the server run: curl -sv https://oss-<region>-internal.aliyuncs.com (an answer of any"
                                    + " status is fine). If it hangs, allow outgoing TCP 80 and 443 to 100.64.0.0/10 in"
                                    + " security group, firewall and routes; if the name does not resolve, use the VPC's"
                                    + " own DNS servers. Then run the precheck again."),
                    new CheckText(
                            "OSS 连接性",
                            "服务器无法通过内网 Endpoint 访问存放备份的 OSS：备份和恢复都无法进行。",
                            "在服务器上执行 curl -sv https://oss-<地域>-internal.aliyuncs.com（返回任何状态码均可）。"
                                    + "如果超时，请在安全组、防火墙和路由中放行到 100.64.0.0/10 的出方向 TCP 80 和 443；"
                                    + "如果域名无法解析，请使用 VPC 自带的 DNS。然后重新预检。")),
            new CheckDescription(
                    "SERVICE_CONNECTIVITY",
                    Set.of(MSSQL, ORACLE, MYSQL),
                    "control network connectivity",
                    new CheckText(
                            "Control network connectivity",
                            "The server cannot reach the backup service's control network: no operation on this"
                                    + " instance is possible.",
                            "See that the backup agent runs on the server. Allow outgoing TCP 443 to 100.64.0.0/10 in"
                                    + " security group, firewall and routes, and make sure that a proxy or a hosts file"
                                    + " does not catch *.aliyuncs.com. Restart the agent, then run the precheck again."),
                    new CheckText(
                            "管控网络连接性",
                            "服务器无法连接备份服务的管控网络：无法对该实例进行任何操作。",
                            "确认服务器上的备份客户端正在运行。在安全组、防火墙和路由中放行到 100.64.0.0/10 的出方向 TCP 443，"
                                    + "并确认代理或 hosts 文件没有改写 *.aliyuncs.com。重启客户端，然后重新预检。")),
            new CheckDescription(
                    "SQL_SERVER_DB_IN_SIMPLE_RECOVERY_MODE",
                    Set.of(MSSQL),
                    "recovery mode",
                    new CheckText(
                            "Recovery mode",
                            "At least one database uses the SIMPLE recovery model: it gets no log or incremental"
                                    + " backups; full backups still work.",
                            "Change this only if the backup policy takes log backups: without them the log of a database in FULL"
                                    + " grows until the disk is full. List the databases: SELECT name FROM"
                                    + " sys.databases WHERE recovery_model_desc = 'SIMPLE' AND name NOT IN ('master',"
                                    + " 'tempdb'). For each that needs more than full backups: ALTER DATABASE [name]"
                                    + " SET RECOVERY FULL, take a full backup at once, see that log backups follow,"
                                    + " and run the precheck again."),
                    new CheckText(
                            "恢复模式",
                            "至少有一个数据库使用简单（SIMPLE）恢复模式：无法对其进行日志备份和增量备份，全量备份不受影响。",
                            "仅当备份策略包含日志备份时才需修改：没有日志备份，完整恢复模式的日志会一直增长，直到占满磁盘。"
                                    + "列出这些数据库：SELECT name FROM sys.databases WHERE recovery_model_desc = 'SIMPLE'"
                                    + " AND name NOT IN ('master', 'tempdb')。"
                                    + "对需要日志或增量备份的数据库执行 ALTER DATABASE [库名] SET RECOVERY FULL，"
                                    + "随即做一次全量备份，确认日志备份随后执行，然后重新预检。")),
            new CheckDescription(
                    "SQL_SERVER_DB_NOT_ONLINE",
                    Set.of(MSSQL),
                    "SQL Server database status",
                    new CheckText(
                            "SQL Server database status",
                            "At least one database is not ONLINE (OFFLINE, RESTORING, RECOVERY_PENDING, SUSPECT ...):"
                                    + " it cannot be backed up in this state.",
                            "List them: SELECT name, state_desc FROM sys.databases WHERE state_desc <> 'ONLINE'."
                                    + " OFFLINE, and not meant to be: ALTER DATABASE [name] SET ONLINE. RESTORING: leave"
                                    + " it if it is a log-shipping secondary, a mirror or an availability-group replica"
                                    + " (back up the primary); only after an interrupted restore whose backups are all"
                                    + " applied: RESTORE DATABASE [name] WITH RECOVERY. RECOVERY_PENDING or SUSPECT:"
                                    + " read SQL Server's error log first. Leave out of the backup what is to stay as"
                                    + " it is, then run the precheck again."),
                    new CheckText(
                            "SQL Server 数据库状态",
                            "至少有一个数据库不是 ONLINE 状态（OFFLINE、RESTORING、RECOVERY_PENDING、SUSPECT 等）：该状态下无法备份。",
                            "列出这些数据库：SELECT name, state_desc FROM sys.databases WHERE state_desc <> 'ONLINE'。"
                                    + "OFFLINE 且并非有意离线：ALTER DATABASE [库名] SET ONLINE。"
                                    + "RESTORING：如果是日志传送的辅助库、镜像库或可用性组副本，请保持原样（备份主库）；"
                                    + "仅当还原中断且所有备份都已应用时，才执行 RESTORE DATABASE [库名] WITH RECOVERY。"
                                    + "RECOVERY_PENDING 或 SUSPECT：先查看 SQL Server 错误日志。"
                                    + "需保持原样的数据库请不要纳入备份，然后重新预检。")),
            new CheckDescription(
                    "ORACLE_INSTANCE_STATUS",
                    Set.of(ORACLE),
                    "Oracle instance status",
                    new CheckText(
                            "Oracle instance status",
                            "The Oracle instance is not up and open: the backup agent cannot work with it, so backups"
                                    + " fail.",
                            "As SYSDBA: SELECT instance_name, status FROM v$instance. If there is no instance: STARTUP"
                                    + " MOUNT. STARTED: ALTER DATABASE MOUNT. MOUNTED: SELECT database_role FROM"
                                    + " v$database. If database_role in v$database is PHYSICAL STANDBY, leave it as it"
                                    + " is and back up the primary; otherwise ALTER DATABASE OPEN, and if it does not"
                                    + " open, read the alert log first. If it is open already, check that ORACLE_SID"
                                    + " and ORACLE_HOME are those registered. Then run the precheck again."),
                    new CheckText(
                            "Oracle 实例状态",
                            "Oracle 实例没有启动并打开：备份客户端无法使用该实例，备份会失败。",
                            "以 SYSDBA 执行 SELECT instance_name, status FROM v$instance。没有实例：STARTUP MOUNT。"
                                    + "STARTED：ALTER DATABASE MOUNT。MOUNTED：SELECT database_role FROM v$database。"
                                    + "如果 v$database 中的 database_role 为 PHYSICAL STANDBY，请保持原样并备份主库；"
                                    + "否则执行 ALTER DATABASE OPEN，无法打开时先查看 alert 日志。"
                                    + "已经打开时请核对登记的 ORACLE_SID 和 ORACLE_HOME。然后重新预检。")),
            new CheckDescription(
                    "ORACLE_DB_STATUS",
                    Set.of(ORACLE),
                    "Oracle database status",
                    new CheckText(
                            "Oracle database status",
                            "The Oracle database is not open for reading and writing: backups of it may fail.",
                            "As SYSDBA: SELECT name, open_mode, database_role FROM v$database; READ WRITE is expected. If"
                                    + " database_role in v$database is PHYSICAL STANDBY, leave it as it is and back up"
                                    + " the primary. Otherwise, MOUNTED: ALTER DATABASE OPEN; pluggable databases: ALTER"
                                    + " PLUGGABLE DATABASE ALL OPEN. If it asks for recovery, read the alert log first."
                                    + " Then run the precheck again."),
                    new CheckText(
                            "Oracle 数据库状态",
                            "Oracle 数据库没有以读写方式打开：备份可能失败。",
                            "以 SYSDBA 执行 SELECT name, open_mode, database_role FROM v$database，应为 READ WRITE。"
                                    + "如果 v$database 中的 database_role 为 PHYSICAL STANDBY，请保持原样并备份主库。"
                                    + "否则，MOUNTED：ALTER DATABASE OPEN；可插拔数据库：ALTER PLUGGABLE DATABASE ALL OPEN。"
                                    + "提示需要恢复时先查看 alert 日志。然后重新预检。")),
            new CheckDescription(
                    "ARCHIVELOG",
                    Set.of(ORACLE),
                    "archive mode",
                    new CheckText(
                            "Archive mode",
                            "The database runs in NOARCHIVELOG mode: no log backup, and no backup while it is open.",
                            "First give the archive destination room and a clean-up: when it is full, the database stands"
                                    + " still. Then, in a maintenance window, as SYSDBA: SHUTDOWN IMMEDIATE; STARTUP"
                                    + " MOUNT; ALTER DATABASE ARCHIVELOG; ALTER DATABASE OPEN; ARCHIVE LOG LIST must now"
                                    + " say Archive Mode. On RAC all instances must be down: stop and start them with"
                                    + " srvctl (srvctl stop database, srvctl start database -startoption mount). Then"
                                    + " run the precheck again."),
                    new CheckText(
                            "归档模式",
                            "数据库处于非归档（NOARCHIVELOG）模式：无法备份日志，也无法在数据库打开时备份。",
                            "先为归档目录预留空间并设置定期清理：归档目录写满后数据库会停止响应。"
                                    + "然后在维护窗口以 SYSDBA 依次执行 SHUTDOWN IMMEDIATE; STARTUP MOUNT;"
                                    + " ALTER DATABASE ARCHIVELOG; ALTER DATABASE OPEN; ARCHIVE LOG LIST 应显示 Archive Mode。"
                                    + "RAC 需要停止所有实例，请用 srvctl 停止和启动"
                                    + "（srvctl stop database、srvctl start database -startoption mount）。然后重新预检。")),
            new CheckDescription(
                    "MYSQL_VERSION",
                    Set.of(MYSQL),
                    "MySQL version",
                    new CheckText(
                            "MySQL version",
                            "Full backups of this MySQL version are not supported: the backup policy cannot protect it.",
                            "Run SELECT VERSION() and compare it with Cloud Backup's compatibility list of MySQL (MySQL"
                                    + " on Windows is not on it). Upgrade MySQL to a listed version and run the"
                                    + " precheck again; until then back up another way, for example with mysqldump."),
                    new CheckText(
                            "MySQL 版本",
                            "不支持对该 MySQL 版本进行全量备份：备份策略无法保护它。",
                            "执行 SELECT VERSION()，与云备份的 MySQL 兼容性列表对照（不支持 Windows 上的 MySQL）。"
                                    + "升级到列表中的版本后重新预检；在此之前请用其他方式备份，例如 mysqldump。")),
            new CheckDescription(
                    "MYSQL_BINLOG",
                    Set.of(MYSQL),
                    "binlog",
                    new CheckText(
                            "Binlog",
                            "MySQL's binary log is off: there are no log backups, so nothing can be restored to a point"
                                    + " in time between two full backups.",
                            "In my.cnf under [mysqld] set log_bin = mysql-bin, server_id to a number of its own and"
                                    + " binlog_format = ROW, restart MySQL, and see that SHOW VARIABLES LIKE 'log_bin'"
                                    + " says ON. Set binlog_expire_logs_seconds (MySQL 5.7: expire_logs_days), longer than"
                                    + " the time between two backups, so that binlogs do not fill the disk. Then run the"
                                    + " precheck again."),
                    new CheckText(
                            "Binlog",
                            "MySQL 没有开启二进制日志：无法备份日志，因而无法恢复到两次全量备份之间的时间点。",
                            "在 my.cnf 的 [mysqld] 下设置 log_bin = mysql-bin、唯一的 server_id 和 binlog_format = ROW，"
                                    + "重启 MySQL，确认 SHOW VARIABLES LIKE 'log_bin' 为 ON。"
                                    + "设置 binlog_expire_logs_seconds（MySQL 5.7：expire_logs_days），应长于两次备份的间隔，"
                                    + "以免 binlog 占满磁盘。然后重新预检。")));

    @Override
    public List<CheckDescription> all() {
        return ALL;
    }
}
