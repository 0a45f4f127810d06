package io.github.precheckwatcher.notify.kind;

import io.github.precheckwatcher.notify.NotifierType;
import io.github.precheckwatcher.notify.kind.alertmanager.AlertmanagerType;
import io.github.precheckwatcher.notify.kind.dingtalk.DingTalkType;
import io.github.precheckwatcher.notify.kind.email.EmailType;
import io.github.precheckwatcher.notify.kind.feishu.FeishuType;
import io.github.precheckwatcher.notify.kind.log.LogType;
import io.github.precheckwatcher.notify.kind.slack.SlackType;
import io.github.precheckwatcher.notify.kind.webhook.WebhookType;
import io.github.precheckwatcher.notify.kind.wecom.WecomType;

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
