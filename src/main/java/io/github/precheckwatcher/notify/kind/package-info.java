/**
 * The list of the kinds of notifiers: the only place that knows which class stands for which kind.
 * May use every kind. Used by config, which reads the kind's name, and by cli.client.
 */
package io.github.precheckwatcher.notify.kind;
