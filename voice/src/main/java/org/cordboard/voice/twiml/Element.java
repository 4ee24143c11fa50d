package org.cordboard.voice.twiml;

import java.util.List;
import java.util.Map;

/// An XML element as written: attributes, and text and children in order.
record Element(String name, Map<String, String> attributes, List<Content> content) implements Content {
    /// The text directly inside, without that of children.
    String text() {
        var text = new StringBuilder();
        for (var part : content) {
            if (part instanceof Content.Text(var words)) {
                text.append(words);
            }
        }
        return text.toString().strip();
    }

    List<Element> children() {
        return content.stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    /// Everything inside as XML, white space collapsed.
    String innerXml() {
        var xml = new StringBuilder();
        write(xml);
        return xml.toString().replaceAll("\\s+", " ").strip();
    }

    /// How long it is to a listener: markup does not count, and what was escaped counts as the character that it stands for.
    int spokenCharacters() {
        var spoken = new StringBuilder();
        speak(spoken);
        var words = spoken.toString().replaceAll("\\s+", " ").strip();
        return words.codePointCount(0, words.length());
    }

    private void speak(StringBuilder spoken) {
        for (var part : content) {
            switch (part) {
                case Content.Text(var text) -> spoken.append(text);
                case Element child -> child.speak(spoken);
            }
        }
    }

    private void write(StringBuilder xml) {
        for (var part : content) {
            switch (part) {
                case Content.Text(var text) -> xml.append(escaped(text));
                case Element child -> {
                    xml.append('<').append(child.name);
                    child.attributes.forEach((name, value) -> xml.append(' ')
                            .append(name)
                            .append("=\"")
                            .append(escaped(value))
                            .append('"'));
                    xml.append('>');
                    child.write(xml);
                    xml.append("</").append(child.name).append('>');
                }
            }
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
