package org.cordboard.media.speech;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Turns the text of a request into utterances. Understands break, emphasis, lang, p, s, prosody, say-as and sub; reads
/// through tags it does not know. Text that is not well-formed XML is spoken as it stands.
final class Ssml {
    private static final XMLInputFactory FACTORY = safeFactory();

    private final List<Utterance> utterances = new ArrayList<>();
    private final Deque<Utterance> manners = new ArrayDeque<>();
    private final Deque<String> sayAs = new ArrayDeque<>();
    private final StringBuilder words = new StringBuilder();

    private Ssml(String language) {
        manners.push(Utterance.plain("", language));
        sayAs.push("");
    }

    static List<Utterance> parse(String text, String language) {
        if (text.indexOf('<') < 0 && text.indexOf('&') < 0) {
            return List.of(Utterance.plain(text.strip(), language));
        }
        try {
            return new Ssml(language).read(text);
        } catch (XMLStreamException e) {
            return List.of(Utterance.plain(text.replaceAll("</?[a-zA-Z][^<>]{0,200}>", " ").strip(), language));
        }
    }

    private static XMLInputFactory safeFactory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        return factory;
    }

    private List<Utterance> read(String text) throws XMLStreamException {
        var reader = FACTORY.createXMLStreamReader(new StringReader("<say>" + text + "</say>"));
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> open(reader);
                case XMLStreamConstants.END_ELEMENT -> close(reader.getLocalName());
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> words.append(reader.getText());
                case XMLStreamConstants.DTD -> throw new XMLStreamException("a document type is not spoken");
                default -> {}
            }
        }
        flush();
        return utterances;
    }

    private void open(XMLStreamReader reader) {
        flush();
        var manner = manners.element();
        var as = "";
        switch (reader.getLocalName()) {
            case "break" -> utterances.add(manner.pause(breakMillis(reader)));
            case "emphasis" -> manner = emphasis(manner, attribute(reader, "level"));
            case "lang" -> manner = attribute(reader, "xml:lang").isEmpty() ? manner : manner.in(attribute(reader, "xml:lang"));
            case "prosody" -> manner = manner.prosody(
                    rate(attribute(reader, "rate")), pitch(attribute(reader, "pitch")), volume(attribute(reader, "volume")));
            case "say-as" -> as = attribute(reader, "interpret-as");
            case "sub" -> as = "sub:" + attribute(reader, "alias");
            default -> {}
        }
        manners.push(manner);
        sayAs.push(as);
    }

    private void close(String name) {
        flush();
        manners.pop();
        sayAs.pop();
        switch (name) {
            case "p" -> utterances.add(manners.element().pause(600));
            case "s" -> utterances.add(manners.element().pause(300));
            default -> {}
        }
    }

    private void flush() {
        var text = words.toString().strip();
        words.setLength(0);
        if (text.isEmpty()) {
            return;
        }
        utterances.add(manners.element().text(SayAs.read(text, sayAs.element())));
    }

    private static String attribute(XMLStreamReader reader, String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equals(name)
                    || (reader.getAttributePrefix(i) + ":" + reader.getAttributeLocalName(i)).equals(name)) {
                return reader.getAttributeValue(i).strip();
            }
        }
        return "";
    }

    private static int breakMillis(XMLStreamReader reader) {
        var time = attribute(reader, "time");
        if (!time.isEmpty()) {
            return (int) Math.clamp(millis(time), 0, 10_000);
        }
        return switch (attribute(reader, "strength")) {
            case "none" -> 0;
            case "x-weak" -> 100;
            case "weak" -> 250;
            case "strong" -> 800;
            case "x-strong" -> 1_200;
            default -> 500;
        };
    }

    private static double millis(String time) {
        double unit = time.endsWith("ms") ? 1 : 1_000;
        return number(time.replaceAll("m?s$", ""), 0.5) * unit;
    }

    private static Utterance emphasis(Utterance manner, String level) {
        return switch (level) {
            case "strong" -> manner.prosody(0.85, 1.1, 1.4);
            case "reduced" -> manner.prosody(1.1, 0.97, 0.75);
            case "none" -> manner;
            default -> manner.prosody(0.92, 1.05, 1.2);
        };
    }

    private static double rate(String rate) {
        return switch (rate) {
            case "x-slow" -> 0.5;
            case "slow" -> 0.75;
            case "", "medium", "default" -> 1;
            case "fast" -> 1.25;
            case "x-fast" -> 1.6;
            default -> rate.startsWith("+") || rate.startsWith("-") ? 1 + percent(rate, 0) : percent(rate, 1);
        };
    }

    private static double pitch(String pitch) {
        return switch (pitch) {
            case "x-low" -> 0.7;
            case "low" -> 0.85;
            case "", "medium", "default" -> 1;
            case "high" -> 1.2;
            case "x-high" -> 1.4;
            default -> pitch.endsWith("%") ? 1 + percent(pitch, 0) : 1;
        };
    }

    private static double volume(String volume) {
        return switch (volume) {
            case "silent" -> 0;
            case "x-soft" -> 0.35;
            case "soft" -> 0.6;
            case "", "medium", "default" -> 1;
            case "loud" -> 1.4;
            case "x-loud" -> 1.8;
            default -> volume.toLowerCase(Locale.ROOT).endsWith("db")
                    ? Math.pow(10, number(volume.substring(0, volume.length() - 2), 0) / 20)
                    : 1;
        };
    }

    private static double percent(String text, double otherwise) {
        return text.endsWith("%") ? number(text.substring(0, text.length() - 1), 100 * otherwise) / 100 : number(text, otherwise);
    }

    private static double number(String text, double otherwise) {
        try {
            double value = Double.parseDouble(text.strip());
            return Double.isFinite(value) ? value : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
