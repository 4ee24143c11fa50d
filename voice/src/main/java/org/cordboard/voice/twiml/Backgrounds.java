package org.cordboard.voice.twiml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Start, Stop and Connect: what goes on beside the document, or takes it over.
final class Backgrounds {
    private static final int BAD_CHILD = 14300;
    private static final Map<String, Verb.Track> TRACKS = Map.of(
            "inbound_track", Verb.Track.INBOUND, "outbound_track", Verb.Track.OUTBOUND, "both_tracks", Verb.Track.BOTH);

    private static final Set<String> STOPPABLE = Set.of("Stream", "Recording", "Siprec", "Transcription");

    private Backgrounds() {}

    static Verb start(Attributes a, List<Problem> problems) {
        var action = a.action(Attributes.SCHEMA);
        var children = new ArrayList<Background>();
        for (var child : a.element().children()) {
            var c = new Attributes(child, problems);
            var background = switch (child.name()) {
                case "Stream" -> stream(c);
                case "Recording" -> recording(c);
                case "Siprec" -> siprec(c);
                case "Transcription" -> transcription(c);
                default -> {
                    a.warn(BAD_CHILD, "<" + child.name() + "> cannot be started");
                    yield null;
                }
            };
            if (background != null) {
                children.add(background);
            }
        }
        if (a.element().children().isEmpty()) {
            a.warn(BAD_CHILD, "<Start> names nothing to start");
        }
        return new Verb.Start(action, List.copyOf(children));
    }

    static Verb stop(Attributes a, List<Problem> problems) {
        var action = a.action(Attributes.SCHEMA);
        var stopped = new ArrayList<Verb.Stopped>();
        for (var child : a.element().children()) {
            if (STOPPABLE.contains(child.name())) {
                var c = new Attributes(child, problems);
                stopped.add(new Verb.Stopped(child.name(), Dials.blankToNull(c.text("name"))));
                c.done();
            } else {
                a.warn(Attributes.SCHEMA, "<" + child.name() + "> cannot be stopped");
            }
        }
        return new Verb.Stop(action, List.copyOf(stopped));
    }

    static @Nullable Verb connect(Attributes a, List<Problem> problems) {
        var action = a.action(Attributes.SCHEMA);
        var children = a.element().children();
        if (children.size() > 1) {
            a.warn(Attributes.SCHEMA, "<Connect> connects to one thing only; the first is taken");
        }
        if (children.isEmpty() || !children.getFirst().name().equals("Stream")) {
            a.warn(Attributes.SCHEMA, "<Connect> holds nothing that this server can connect to");
            return new Verb.Unsupported("Connect");
        }
        var stream = stream(new Attributes(children.getFirst(), problems));
        return stream == null ? null : new Verb.Connect(action, stream);
    }

    private static Background.@Nullable Stream stream(Attributes a) {
        var url = a.text("url");
        a.ignore("connectorName");
        var stream = new Background.Stream(
                url == null ? "" : url,
                a.text("name"),
                a.choice("track", Verb.Track.INBOUND, TRACKS, Attributes.SCHEMA),
                a.callback("statusCallback", Set.of(), Set.of(), Attributes.SCHEMA),
                parameters(a.element()));
        a.done();
        if (url == null || url.isEmpty()) {
            a.warn(11100, "<Stream> has no url");
            return null;
        }
        return stream;
    }

    private static Background siprec(Attributes a) {
        var siprec = new Background.Siprec(
                a.text("name"),
                a.text("connectorName"),
                a.choice("track", Verb.Track.INBOUND, TRACKS, Attributes.SCHEMA),
                a.callback("statusCallback", Set.of(), Set.of(), Attributes.SCHEMA),
                parameters(a.element()));
        a.done();
        return siprec;
    }

    private static Background transcription(Attributes a) {
        a.ignore("intelligenceService", "conversationConfiguration", "conversationId", "enableProviderData");
        var url = a.text("statusCallbackUrl");
        var method = a.method("statusCallbackMethod", HttpMethod.POST, Attributes.SCHEMA);
        var provider = new LinkedHashMap<String, String>();
        provider.put("profanityFilter", Boolean.toString(a.flag("profanityFilter", true, Attributes.SCHEMA)));
        provider.put("speechModel", a.text("speechModel", "telephony"));
        boolean punctuation = a.flag("enableAutomaticPunctuation", true, Attributes.SCHEMA);
        provider.put("enableAutomaticPunctuation", Boolean.toString(punctuation));
        var hints = a.text("hints");
        if (hints != null) {
            provider.put("hints", hints);
        }
        var transcription = new Background.Transcription(
                a.text("name"),
                a.choice("track", Verb.Track.BOTH, TRACKS, Attributes.SCHEMA),
                a.text("languageCode", "en-US"),
                hints,
                a.flag("partialResults", false, Attributes.SCHEMA),
                a.text("inboundTrackLabel"),
                a.text("outboundTrackLabel"),
                a.text("transcriptionEngine"),
                provider,
                url == null || url.isEmpty() ? null : new Callback(url, method, Set.of()));
        a.done();
        return transcription;
    }

    private static Background recording(Attributes a) {
        a.ignore("recordingConfigurationId");
        var recording = new Background.Recording(
                a.choice("channels", false, Map.of("mono", false, "dual", true), Attributes.SCHEMA),
                a.choice("track", Verb.Track.BOTH, Dials.TRACKS, Attributes.SCHEMA),
                Dials.trim(a, false, 13699),
                a.callback("recordingStatusCallback", Set.of("completed"), Callback.RECORDING_EVENTS, 13621));
        a.done();
        return recording;
    }

    static Map<String, String> parameters(Element element) {
        var parameters = new LinkedHashMap<String, String>();
        for (var child : element.children()) {
            var name = child.attributes().get("name");
            if (child.name().equals("Parameter") && name != null) {
                parameters.put(name, child.attributes().getOrDefault("value", ""));
            }
        }
        return parameters;
    }
}
