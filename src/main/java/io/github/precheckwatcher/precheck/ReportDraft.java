package io.github.precheckwatcher.precheck;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A report while it is read. Counts everything and keeps what {@link ByteBudget#REPORT} has room for: of a larger report
 * what passed is left out first, then what has a warning, each from the end; the vendor's order stays.
 */
public final class ReportDraft {
    /** What JSON writes around an instance's or an item's words. */
    static final int AROUND = 48;

    /** So much is kept meanwhile, so that not each further item makes the list shorter. */
    private static final int SLACK = 2;

    private final List<Instance> instances = new ArrayList<>();
    private int leftOut;
    private int silentLeftOut;
    private int passed;
    private int warnings;
    private int failed;
    private int notRun;
    private int bytes;
    private boolean whole = true;

    /** A part that could not be read. */
    public void unread() {
        whole = false;
    }

    /** An instance begins. */
    public Instance open() {
        Instance instance = new Instance();
        instances.add(instance);
        return instance;
    }

    /**
     * What was read.
     *
     * @param raw the text as it was sent; empty when there was none
     */
    public PrecheckReport report(Optional<String> raw) {
        instances.removeIf(instance -> {
            whole &= instance.closed && instance.itemsWhole;
            return !instance.closed && !instance.saysSomething();
        });
        int last = instances.size() - 1;
        if (last >= 0 && !instances.get(last).closed) {
            instances.get(last).close(); // the text is cut within it
        }
        fit(ByteBudget.REPORT);
        int silent = (int) instances.stream().filter(Instance::silent).count();
        return new PrecheckReport(
                instances.stream().map(Instance::report).toList(),
                whole,
                raw,
                new Tally(instances.size() + leftOut, silent + silentLeftOut, passed, warnings, failed, notRun));
    }

    private void fit(int limit) {
        leaveOut(CheckItem::passed, limit);
        leaveOutEmpty(limit);
        leaveOut(CheckItem::warning, limit);
        leaveOut(item -> true, limit);
        leaveOutEmpty(limit);
    }

    private void leaveOut(Predicate<CheckItem> kind, int limit) {
        for (int i = instances.size() - 1; i >= 0 && bytes > limit; i--) {
            List<CheckItem> items = instances.get(i).items;
            for (int j = items.size() - 1; j >= 0 && bytes > limit; j--) {
                if (kind.test(items.get(j))) {
                    bytes -= bytes(items.remove(j));
                }
            }
        }
    }

    private void leaveOutEmpty(int limit) {
        for (int i = instances.size() - 1; i >= 0 && bytes > limit; i--) {
            Instance instance = instances.get(i);
            if (instance.closed && instance.items.isEmpty()) {
                instances.remove(i);
                bytes -= instance.bytes();
                leftOut++;
                silentLeftOut += instance.silent() ? 1 : 0;
                whole &= instance.itemsWhole;
            }
        }
    }

    /** With the texts that a message adds. */
    static int bytes(CheckItem item) {
        int words = AROUND
                + VendorText.bytes(item.item())
                + item.result().map(VendorText::bytes).orElse(0)
                + item.remedy().map(VendorText::bytes).orElse(0);
        return words
                + CheckCatalog.find(item.item())
                        .map(known -> bytes(known, item.passed()))
                        .orElse(0);
    }

    private static int bytes(CheckDescription known, boolean passed) {
        CheckText text = known.english();
        return VendorText.bytes(text.title())
                + (passed ? 0 : VendorText.bytes(text.meaning()) + VendorText.bytes(text.remedy()));
    }

    /** What was read of an instance so far; complete once closed. */
    public final class Instance {
        private Optional<String> instanceId = Optional.empty();
        private Optional<String> sourceType = Optional.empty();
        private Optional<Instant> checkTime = Optional.empty();
        private final List<CheckItem> items = new ArrayList<>();
        private int itemsPassed;
        private int itemsWarned;
        private int itemsFailed;
        private int itemsNotRun;
        private boolean itemsWhole = true;
        private boolean closed;

        /** The vendor's id of it. */
        public void instanceId(Optional<String> word) {
            instanceId = word;
        }

        /** Its database type, raw. */
        public void sourceType(Optional<String> word) {
            sourceType = word;
        }

        /** When it was checked. */
        public void checkTime(Optional<Instant> time) {
            checkTime = time;
        }

        /** Its list of items begins; with duplicate keys the last wins, a good one over a broken one too. */
        public void beginItems() {
            items.forEach(item -> bytes -= ReportDraft.bytes(item));
            items.clear();
            passed -= itemsPassed;
            warnings -= itemsWarned;
            failed -= itemsFailed;
            notRun -= itemsNotRun;
            itemsPassed = 0;
            itemsWarned = 0;
            itemsFailed = 0;
            itemsNotRun = 0;
            itemsWhole = true;
        }

        /** A part of its list that could not be read. */
        public void unreadItem() {
            itemsWhole = false;
        }

        /** One more item. */
        public void add(CheckItem item) {
            switch (item.grade()) {
                case PASSED -> {
                    itemsPassed++;
                    passed++;
                }
                case WARNING -> {
                    itemsWarned++;
                    warnings++;
                }
                case FAILED -> {
                    itemsFailed++;
                    failed++;
                }
                case NOT_RUN -> {
                    itemsNotRun++;
                    notRun++;
                }
            }
            items.add(item);
            grow(ReportDraft.bytes(item));
        }

        /** It was read to its end. */
        public void close() {
            closed = true;
            grow(bytes());
        }

        private void grow(int more) {
            bytes += more;
            if (bytes > SLACK * ByteBudget.REPORT) {
                fit(ByteBudget.REPORT);
            }
        }

        private int bytes() {
            return AROUND
                    + instanceId.map(VendorText::bytes).orElse(0)
                    + sourceType.map(VendorText::bytes).orElse(0);
        }

        private boolean silent() {
            return itemsPassed + itemsWarned + itemsFailed + itemsNotRun == 0;
        }

        private boolean saysSomething() {
            return instanceId.isPresent() || sourceType.isPresent() || checkTime.isPresent() || !silent();
        }

        private InstanceReport report() {
            return new InstanceReport(instanceId, sourceType, checkTime, items);
        }
    }
}
