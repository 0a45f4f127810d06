package io.github.precheckwatcher.cli.console;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;

/**
 * Writes JSON that a terminal can show as it is: what JSON itself permits of control characters, and format characters,
 * which turn a line's direction, are escaped too. Means the same to who parses it.
 */
public final class UnshownEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    private static final int DELETE = 0x7F;

    @Override
    public int[] getEscapeCodesForAscii() {
        int[] codes = standardAsciiEscapesForJSON();
        codes[DELETE] = ESCAPE_STANDARD;
        return codes;
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
        boolean unshown = Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT
                || character == 0x2028
                || character == 0x2029;
        return unshown ? new SerializedString("\\u%04X".formatted(character)) : null;
    }
}
