package io.github.precheckwatcher.config.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads JSON, one entry or a list of them, as the nodes of a YAML file, so that {@link SchemaReader} holds both against
 * the same rules. One entry after the other: no more than one is in memory. Bounded in depth, sizes and counts.
 */
public final class JsonEntries {
    /** Keys and values of all entries together: what is made of them takes some hundred bytes each. */
    private static final int MOST_NODES = 500_000;

    /** Keys and values of one entry, which is in memory as a whole: five times what fifty labels take. */
    private static final int MOST_OF_ONE = 1_000;

    /** Texts have a limit of their own by what they are; these only keep the parser from gathering what is far beyond. */
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(20)
            .maxStringLength(5 * Limits.TEXT)
            .maxNameLength(1_000)
            .maxNumberLength(100)
            .build();

    /** Names are the caller's: none is kept for the next request. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(BOUNDS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final int[] NO_TEXT = {};

    private final JsonParser parser;
    private int nodes;
    private int before;

    private JsonEntries(JsonParser parser) {
        this.parser = parser;
    }

    /** Takes one entry. */
    @FunctionalInterface
    public interface Each {
        /**
         * Takes it.
         *
         * @param place {@code [3]}; empty for an entry that stands alone
         * @return whether the next is wanted
         */
        boolean take(SourceLocation place, Node entry);
    }

    /**
     * Reads the entries of a document in UTF-8; reports what is no JSON and what exceeds a bound, and ends there.
     *
     * @param most how many entries a list may have
     */
    public static void read(byte[] document, int most, Each each, Problems problems) {
        try (JsonParser parser = JSON.createParser(utf8(document))) {
            new JsonEntries(parser).read(most, each, problems);
        } catch (StreamConstraintsException e) {
            problems.error(
                    SourceLocation.whole(""),
                    "is nested too deeply, or has a key, a text or a number that is far too long");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            problems.error(
                    SourceLocation.line("", Math.max(1, at.getLineNr()), ""),
                    "the body is no JSON: see line " + at.getLineNr() + ", column " + at.getColumnNr());
        } catch (CharacterCodingException e) {
            problems.error(SourceLocation.whole(""), "the body is not UTF-8");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory", e);
        }
    }

    private void read(int most, Each each, Problems problems) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                SourceLocation place = SourceLocation.line("", line(), "[" + i + "]");
                if (i == most) {
                    problems.error(place, "is one too many: a list has at most " + most + " entries");
                    return;
                }
                if (!takes(each, place, problems)) {
                    return;
                }
            }
        } else if (first == JsonToken.START_OBJECT) {
            if (!takes(each, SourceLocation.line("", line(), ""), problems)) {
                return;
            }
        } else {
            problems.error(SourceLocation.whole(""), "an entry is wanted here, {\"taskId\": ...}, or a list of them");
            return;
        }
        if (parser.nextToken() != null) {
            problems.error(SourceLocation.line("", line(), ""), "something follows behind the end of the JSON");
        }
    }

    private boolean takes(Each each, SourceLocation place, Problems problems) throws IOException {
        before = nodes;
        Node entry = node();
        if (!isBounded()) {
            problems.error(place, "has more than " + MOST_OF_ONE + " keys and values");
        }
        if (nodes > MOST_NODES) {
            problems.error(place, "is where the body exceeds " + MOST_NODES + " keys and values; send fewer at once");
            return false;
        }
        return !isBounded() || each.take(place, entry);
    }

    private boolean isBounded() {
        return nodes - before <= MOST_OF_ONE;
    }

    /** The value that begins with the parser's token. Beyond the bound it makes nothing of what it reads. */
    private Node node() throws IOException {
        Mark mark = mark();
        nodes++;
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                List<NodeTuple> tuples = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    Node key = scalar(Tag.STR, parser.currentName(), mark());
                    parser.nextToken();
                    NodeTuple tuple = new NodeTuple(key, node());
                    nodes++;
                    if (isBounded()) {
                        tuples.add(tuple);
                    }
                }
                yield new MappingNode(Tag.MAP, true, tuples, mark, mark, FlowStyle.FLOW);
            }
            case START_ARRAY -> {
                List<Node> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Node element = node();
                    if (isBounded()) {
                        elements.add(element);
                    }
                }
                yield new SequenceNode(Tag.SEQ, true, elements, mark, mark, FlowStyle.FLOW);
            }
            case VALUE_NULL -> scalar(Tag.NULL, "null", mark);
            case VALUE_TRUE, VALUE_FALSE -> scalar(Tag.BOOL, parser.getText(), mark);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(Tag.FLOAT, parser.getText(), mark);
            default -> scalar(Tag.STR, parser.getText(), mark);
        };
    }

    private static ScalarNode scalar(Tag tag, String text, Mark mark) {
        return new ScalarNode(tag, text, mark, mark, ScalarStyle.DOUBLE_QUOTED);
    }

    private Mark mark() {
        return new Mark("", 0, line() - 1, 0, NO_TEXT, 0);
    }

    private int line() {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    /** As RFC 8259 8.1 says; a byte order mark is passed over. */
    private static Reader utf8(byte[] document) {
        boolean marked = document.length >= 3
                && document[0] == (byte) 0xEF
                && document[1] == (byte) 0xBB
                && document[2] == (byte) 0xBF;
        int from = marked ? 3 : 0;
        return new InputStreamReader(
                new ByteArrayInputStream(document, from, document.length - from),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }
}
