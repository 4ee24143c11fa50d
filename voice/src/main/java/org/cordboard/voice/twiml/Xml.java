package org.cordboard.voice.twiml;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads XML without DTDs, external entities or unbounded trees.
final class Xml {
    private static final int CHARS_MAX = 64 * 1024;
    private static final int DEPTH_MAX = 16;
    private static final int ELEMENTS_MAX = 2_000;
    private static final String XML = "xml";
    private static final XMLInputFactory FACTORY = factory();

    private Xml() {}

    /// One element being read.
    private record Open(String name, Map<String, String> attributes, List<Content> content) {
        Element close() {
            return new Element(name, attributes, List.copyOf(content));
        }
    }

    static Element read(String text) throws TwimlFailure {
        if (text.length() > CHARS_MAX) {
            throw new TwimlFailure(TwimlFailure.TOO_LARGE, "the document is above " + CHARS_MAX + " characters");
        }
        var trimmed = text.strip();
        if (trimmed.isEmpty()) {
            throw new TwimlFailure(TwimlFailure.EMPTY, "the document is empty");
        }
        // A byte order mark survives decoding and is not white space to XML.
        var body = trimmed.charAt(0) == '\uFEFF' ? trimmed.substring(1).strip() : trimmed;
        checkVersion(body);
        try {
            var reader = FACTORY.createXMLStreamReader(new StringReader(body));
            try {
                return tree(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            var at = e.getLocation();
            var where = at == null ? "" : " in line " + at.getLineNumber() + ", column " + at.getColumnNumber();
            throw new TwimlFailure(TwimlFailure.NOT_WELL_FORMED, "the document is not well-formed XML" + where);
        }
    }

    private static Element tree(XMLStreamReader reader) throws XMLStreamException, TwimlFailure {
        var open = new ArrayDeque<Open>();
        int elements = 0;
        // Elements of other vocabularies mean nothing here, nor does what is in them.
        int foreign = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++elements > ELEMENTS_MAX || open.size() + foreign >= DEPTH_MAX) {
                        throw new TwimlFailure(TwimlFailure.TOO_LARGE, "too many or too deeply nested elements");
                    }
                    if (foreign > 0 || !open.isEmpty() && foreign(reader.getPrefix())) {
                        foreign++;
                        continue;
                    }
                    open.push(new Open(reader.getLocalName(), attributes(reader), new ArrayList<>()));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (foreign > 0) {
                        foreign--;
                        continue;
                    }
                    var element = open.pop().close();
                    if (open.isEmpty()) {
                        finish(reader);
                        return element;
                    }
                    open.element().content.add(element);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!open.isEmpty() && foreign == 0) {
                        open.element().content.add(new Content.Text(reader.getText()));
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new TwimlFailure(TwimlFailure.NOT_WELL_FORMED, "document types and entities are not allowed");
                default -> {
                    // Comments and processing instructions mean nothing here.
                }
            }
        }
        throw new TwimlFailure(TwimlFailure.NOT_WELL_FORMED, "the document has no root element");
    }

    /// What follows the root must be well-formed too, so that a broken document never runs half.
    private static void finish(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            reader.next();
        }
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        var attributes = new LinkedHashMap<String, String>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            var prefix = reader.getAttributePrefix(i);
            if (XML.equals(prefix) || !foreign(prefix)) {
                attributes.put(
                        reader.getAttributeLocalName(i), reader.getAttributeValue(i).strip());
            }
        }
        return attributes;
    }

    private static boolean foreign(@Nullable String prefix) {
        return prefix != null && !prefix.isEmpty();
    }

    private static void checkVersion(String body) throws TwimlFailure {
        if (body.startsWith("<?xml")) {
            int end = body.indexOf("?>");
            var head = end < 0 ? body : body.substring(0, end);
            if (head.contains("version") && !head.contains("1.0") && !head.contains("1.1")) {
                throw new TwimlFailure(TwimlFailure.BAD_VERSION, "the document's XML version is not 1.0");
            }
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("external entities are not allowed");
        });
        return factory;
    }
}
