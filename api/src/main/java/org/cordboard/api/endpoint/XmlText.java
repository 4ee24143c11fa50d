package org.cordboard.api.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/// A JSON answer as the XML of the 2010 API: fields become elements in Pascal case, those of a page attributes of its
/// list, and links lose `.json`, so that they lead to XML again.
final class XmlText {
    private static final String ROOT = "TwilioResponse";
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();
    private final XMLStreamWriter out;

    private XmlText(XMLStreamWriter out) {
        this.out = out;
    }

    static byte[] of(JsonNode tree, String element, @Nullable String list) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try {
            XMLStreamWriter out = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            out.writeStartElement(ROOT);
            XmlText text = new XmlText(out);
            if (list != null && tree.path(list).isArray()) {
                text.page(tree, element, list);
            } else {
                text.element(pascal(singular(element)), element, tree);
            }
            out.writeEndElement();
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    private void page(JsonNode tree, String element, String list) throws XMLStreamException {
        out.writeStartElement(pascal(list));
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            if (field.getValue().isValueNode()) {
                out.writeAttribute(field.getKey().replace("_", ""), text(field.getKey(), field.getValue()));
            }
        }
        for (JsonNode row : tree.path(list)) {
            element(pascal(singular(element)), element, row);
        }
        out.writeEndElement();
    }

    private void element(String name, String key, JsonNode value) throws XMLStreamException {
        out.writeStartElement(name);
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                boolean links = key.equals("subresource_uris");
                element(pascal(field.getKey()), links ? "uri" : field.getKey(), field.getValue());
            }
        } else if (value.isArray()) {
            String each = key.endsWith("s") ? key.substring(0, key.length() - 1) : "item";
            for (JsonNode one : value) {
                element(pascal(each), each, one);
            }
        } else {
            out.writeCharacters(text(key, value));
        }
        out.writeEndElement();
    }

    private static String text(String key, JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        String text = value.asText();
        boolean link = key.equals("uri") || key.endsWith("_uri");
        return legal(link && text.endsWith(".json") ? text.substring(0, text.length() - ".json".length()) : text);
    }

    /// XML 1.0 has no way to write most control characters.
    private static String legal(String text) {
        StringBuilder legal = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == '\uFFFE' || c == '\uFFFF') {
                legal = legal == null ? new StringBuilder(text) : legal;
                legal.setCharAt(i, '\uFFFD');
            }
        }
        return legal == null ? text : legal.toString();
    }

    /// `new_key` is shown as a key, `notification-instance` as a notification.
    private static String singular(String element) {
        String plain = element.startsWith("new_") ? element.substring(4) : element;
        int dash = plain.indexOf('-');
        return dash < 0 ? plain : plain.substring(0, dash);
    }

    /// `date_created` to `DateCreated`; what cannot stand in an XML name becomes `_`.
    static String pascal(String snake) {
        StringBuilder pascal = new StringBuilder(snake.length());
        boolean upper = true;
        for (int i = 0; i < snake.length(); i++) {
            char c = snake.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                char shown = plain ? c : '_';
                pascal.append(upper ? Character.toUpperCase(shown) : shown);
                upper = false;
            }
        }
        boolean letterFirst = !pascal.isEmpty() && Character.isLetter(pascal.charAt(0));
        return letterFirst ? pascal.toString() : "_" + pascal;
    }
}
