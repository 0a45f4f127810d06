/**
 * The kind {@code feishu}: cards for custom bots of Feishu and Lark.
 * May use notify's packages and precheck, no other kind. Used by notify.kind.
 */
package io.github.precheckwatcher.notify.kind.feishu;
