package io.github.precheckwatcher.config;

import java.nio.file.Path;
import java.util.List;

/** The promised configuration, both files, with their secrets in files of a folder. */
final class ContractExample {
    static final String HOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final String SPARE_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    static final String KEY_ID = "LTAI5tQ7ExampleKeyId0001";
    static final String KEY_SECRET = "kX9aZ3Qw8ErTyU1iOpLmN0bVcXzAsD";
    static final String HEADER = "Bearer 9f8e7d6c5b4aQWERTYtoken";
    static final String SPARE_URL = "https://hooks.example.com/robot?access_token=Zx81AbCdEfGh77";

    static final String TOKEN = "9f8e7d6c-5B4a-3210-Tok3n";
    static final String DING_URL = "https://oapi.dingtalk.com/robot/send?access_token=d1n9T0kenAbCdEf77";
    static final String DING_SECRET = "SEC5f3a9D7c1B0e8f6a4d2c";
    static final String FEISHU_SECRET = "fE1sHuS1gn1ngS3cret77";
    static final String SLACK_URL = "https://hooks.slack.com/services/T0AbCd/B0EfGh/xYz123AbCdEfGh456";

    static final List<String> SECRETS = List.of(
            HOOK_SECRET,
            SPARE_SECRET,
            KEY_ID,
            KEY_SECRET,
            HEADER,
            SPARE_URL,
            TOKEN,
            DING_URL,
            DING_SECRET,
            FEISHU_SECRET,
            SLACK_URL);

    static final String APPLICATION = """
            watcher:
              store: h2                              # h2 | postgresql
              data-dir: data
              tasks-file: FOLDER/tasks.yaml
              environment: production                # shown in every message
              retention: 30d
              already-ended: notify                  # notify | ignore
              proxy: http://proxy.example.com:3128   # optional
              public-url: https://prechecks.example.com/
              accounts:
                default: {}                          # the vendor's default credential chain
                overseas:
                  management-region: ap-southeast-1
                  network: public
                  calls-per-second: 20
                  connect-timeout: 5s
                  read-timeout: 10s
                  credentials:
                    type: access-key
                    access-key-id-file: FOLDER/overseas-id
                    access-key-secret-file: FOLDER/overseas-secret
                plain:
                  endpoint: https://tds.ap-southeast-1.aliyuncs.com
                  credentials: { type: access-key, access-key-id: KEY_ID, access-key-secret: KEY_SECRET }
              polling:
                policy: backoff
                interval: 5s
                min-interval: 1s
                max-interval: 60s
                deadline: 2h
                max-consecutive-errors: 10
                lease: 30s
              notifiers:
                log: { type: log }
                ops:
                  type: webhook
                  url: https://ops.example.com/hooks/prechecks
                  secret-file: FOLDER/ops-hook
                  headers: { X-Team: dba, Authorization: "HEADER" }
                  timeout: 10s
                  retry: { schedule: [5s, 30s, 2m, 10m, 30m, 1h, 3h, 6h, 12h, 24h], max-age: 72h, retry-after-max: 15m }
                  targets: any
                  when: { outcomes: [WARNING, FAILED, ERROR], match: ['env="prod"'] }
                  events: [operator]
                  fallback: mail
                spare:
                  type: webhook
                  url: SPARE_URL
                  secrets:
                    - ${SPARE_SECRET}
                    - HOOK_SECRET
                ding:
                  { type: dingtalk, url-file: FOLDER/ding, secret-file: FOLDER/ding-sign, keyword: \u9884\u68c0, language: zh-CN, zone: Asia/Shanghai,
                    mention: { FAILED: ['13800000000'], ERROR: all }, rate-limit: 15/1m, digest: { after: 1m, group-by: [env], group-wait: 30s } }
                fei:   { type: feishu, key: "${FEISHU_TOKEN}", secret: "${FEISHU_SECRET}" }
                wecom: { type: wecom, key-file: FOLDER/wecom, mention: { FAILED: [zhangsan] } }
                slack: { type: slack, url-file: FOLDER/slack }
                mail:  { type: email, to: [dba@example.com] }
                am:    { type: alertmanager, urls: [http://am-1:9093, http://am-2:9093], resend-interval: 1m, expires-after: 4m, resolved-for: 5m, alert-max-age: 7d }
            quarkus:
              mailer: { host: smtp.example.com, from: prechecks@example.com }
            """;

    static final String TASKS = """
            defaults:                                # optional
              uni-region-id: cn-hangzhou
              deadline: 1h
              labels: { env: prod }
            tasks:
              - name: orders-db                      # unique
                task-id: t-000bc9nqwxsbyvod0001
                instance-uuid: ebc895506c6911ed800000163e0e0001
                uni-region-id: cn-hangzhou
                account: default
                labels: { team: payments }
                runbook: https://wiki.example.com/prechecks#orders
                deadline: 30m
                polling: { policy: fixed, interval: 10s }
                notifiers: [log, ops]
              - task-id: 0123
                instance-uuid: ebc895506c6911ed800000163e0e0002
                account: overseas
            """;

    private ContractExample() {}

    /** The text with all but the folder filled in. */
    static String template() {
        return APPLICATION
                .replace("SPARE_URL", SPARE_URL)
                .replace("${SPARE_SECRET}", "${SPARE_VARIABLE}")
                .replace("HOOK_SECRET", HOOK_SECRET)
                .replace("KEY_ID", KEY_ID)
                .replace("KEY_SECRET", KEY_SECRET)
                .replace("\"HEADER\"", "\"" + HEADER + "\"");
    }

    static String in(Path folder, String template) {
        return template.replace("FOLDER", folder.toString());
    }

    static ConfigFolderBuilder in(Path folder) {
        return new ConfigFolderBuilder(folder)
                .application(in(folder, template()))
                .tasks(TASKS)
                .file("overseas-id", KEY_ID + "\n")
                .file("overseas-secret", KEY_SECRET + "\n")
                .file("ops-hook", "  " + HOOK_SECRET + "\r\n")
                .file("ding", DING_URL)
                .file("ding-sign", DING_SECRET)
                .file("wecom", TOKEN)
                .file("slack", SLACK_URL)
                .variable("FEISHU_TOKEN", TOKEN)
                .variable("FEISHU_SECRET", FEISHU_SECRET)
                .variable("SPARE_VARIABLE", SPARE_SECRET);
    }
}
