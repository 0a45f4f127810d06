package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.notify.alertmanager.AlertmanagerType;
import io.github.precheckwatcher.notify.dingtalk.DingTalkType;
import io.github.precheckwatcher.notify.email.EmailType;
import io.github.precheckwatcher.notify.feishu.FeishuType;
import io.github.precheckwatcher.notify.log.LogType;
import io.github.precheckwatcher.notify.slack.SlackType;
import io.github.precheckwatcher.notify.webhook.WebhookType;
import io.github.precheckwatcher.notify.wecom.WecomType;

/** The kinds of notifiers that exist: the only place that knows which class stands for which kind. */
public enum NotifierKind {
    LOG(new LogType()),
    WEBHOOK(new WebhookType()),
    DINGTALK(new DingTalkType()),
    WECOM(new WecomType()),
    FEISHU(new FeishuType()),
    SLACK(new SlackType()),
    EMAIL(new EmailType()),
    ALERTMANAGER(new AlertmanagerType());

    private final NotifierType type;

    NotifierKind(NotifierType type) {
        this.type = type;
    }

    /** What this kind can do. */
    public NotifierType type() {
        return type;
    }
}
