/**
 * The kind {@code feishu}: cards for custom bots of Feishu and Lark.
 * May use notify's packages, precheck, log and secret, no other kind. Used by notify.kind.
 */
package io.github.precheckwatcher.notify.kind.feishu;
