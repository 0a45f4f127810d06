package io.github.precheckwatcher.cloud.answer;

import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the gateway's {@code <Error><Code>..</Code>..</Error>}, which comes when it does not know what the caller accepts.
 * Without DTDs and entities: nothing is fetched and nothing expands. Any other XML or HTML says nothing.
 */
final class XmlError {
    private static final String ROOT = "Error";

    private XmlError() {}

    /** Puts what was read into {@code fields}; true for a complete {@code <Error>}. */
    static boolean read(String text, Map<String, String> fields) {
        // the JDK's own reader, whatever else is on the class path; a factory is not said to be thread-safe
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
            int depth = 0;
            Optional<String> field = Optional.empty();
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD) {
                    return false;
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                    if (depth == 1 && !xml.getLocalName().equals(ROOT)) {
                        return false;
                    }
                    field = depth == 2 ? errorField(xml.getLocalName()) : Optional.empty();
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                    field = Optional.empty();
                } else if (event == XMLStreamConstants.CHARACTERS) {
                    field.ifPresent(f -> fields.put(f, xml.getText()));
                }
            }
            return true;
        } catch (XMLStreamException | RuntimeException unreadable) {
            // the JDK's reader throws its own unchecked errors at some broken texts
            return false;
        }
    }

    private static Optional<String> errorField(String name) {
        return ResponseFields.GATEWAY.named(name).map(ResponseFields.Field::name);
    }
}
