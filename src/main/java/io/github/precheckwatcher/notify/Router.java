package io.github.precheckwatcher.notify;

import io.github.precheckwatcher.precheck.Verdict;
import java.util.List;

/** Decides which notifiers want a verdict, and writes each one's delivery. */
public interface Router {
    /** The deliveries of this verdict; a notifier at most once. May be empty: nobody wants it. Pure but for new ids. */
    List<NewDelivery> route(Verdict verdict, WatchFacts watch);
}
