package io.github.precheckwatcher.cli.console;

import io.github.precheckwatcher.cli.console.Table.Kind;
import java.util.Arrays;
import java.util.List;

/** Fits the columns of a table to the width of a terminal. */
final class ColumnFit {
    /** Blanks between two columns. */
    static final int GAP = 2;

    private static final int LEAST_TEXT = 10;
    private static final int LEAST_KEY = 8;
    private static final int LEAST_STATE = 4;

    private final List<Kind> kinds;
    private final int[] natural;
    private final int[] fitted;
    private final int room;

    private ColumnFit(List<Kind> kinds, int[] natural, int room) {
        this.kinds = kinds;
        this.natural = natural;
        this.fitted = natural.clone();
        this.room = room;
    }

    /**
     * How wide each column is when all of them have at most so much room, if that can be: texts are cut first, the last
     * one before the others.
     */
    static int[] texts(List<Kind> kinds, int[] natural, int room) {
        ColumnFit fit = new ColumnFit(kinds, natural, room);
        fit.shrink(Kind.TEXT, LEAST_TEXT);
        return fit.fitted;
    }

    /**
     * The same, whatever must be left out (0) for it: first texts and exact values, from the right; a name, an id or a
     * state is cut last.
     */
    static int[] all(List<Kind> kinds, int[] natural, int room) {
        ColumnFit fit = new ColumnFit(kinds, natural, room);
        fit.shrink(Kind.TEXT, LEAST_TEXT);
        fit.leaveOut(Kind.TEXT, Kind.EXACT);
        fit.giveBack();
        fit.shrink(Kind.KEY, LEAST_KEY);
        fit.shrink(Kind.STATE, LEAST_STATE);
        fit.leaveOut(Kind.KEY, Kind.STATE);
        return fit.fitted;
    }

    private void shrink(Kind kind, int least) {
        for (int i = fitted.length - 1; i >= 0 && over() > 0; i--) {
            if (kinds.get(i) == kind && fitted[i] > least) {
                fitted[i] = Math.max(least, fitted[i] - over());
            }
        }
    }

    /** From the right; the last column that is there gets what room there is. */
    private void leaveOut(Kind one, Kind other) {
        for (int i = fitted.length - 1; i >= 0 && over() > 0; i--) {
            if (kinds.get(i) == one || kinds.get(i) == other) {
                fitted[i] = shown() == 1 ? Math.max(1, room) : 0;
            }
        }
    }

    /** What was left out from the right may have been wider than what must be. */
    private void giveBack() {
        for (int i = 0; i < fitted.length; i++) {
            int least = kinds.get(i) == Kind.TEXT ? Math.min(LEAST_TEXT, natural[i]) : natural[i];
            if (fitted[i] == 0 && GAP + least <= -over()) {
                fitted[i] = least;
            }
        }
        for (int i = 0; i < fitted.length; i++) {
            if (kinds.get(i) == Kind.TEXT && fitted[i] > 0 && over() < 0) {
                fitted[i] = Math.min(natural[i], fitted[i] - over());
            }
        }
    }

    private long shown() {
        return Arrays.stream(fitted).filter(width -> width > 0).count();
    }

    /** By how much the table is too wide; negative: there is room. */
    private int over() {
        return Arrays.stream(fitted).sum() + GAP * Math.max(0, (int) shown() - 1) - room;
    }
}
