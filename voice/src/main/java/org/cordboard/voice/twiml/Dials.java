package org.cordboard.voice.twiml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.twiml.Verb.Recorded;
import org.cordboard.voice.twiml.Verb.Recorded.When;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Dial and its nouns.
final class Dials {
    private static final int ENDPOINTS_MAX = 10;
    private static final int DAY = 86_400;
    private static final int QUEUE_NAME_MAX = 64;
    /// Names and values together, in UTF-8.
    private static final int CLIENT_PARAMETERS_BYTES_MAX = 800;
    static final Map<String, Verb.Track> TRACKS =
            Map.of("inbound", Verb.Track.INBOUND, "outbound", Verb.Track.OUTBOUND, "both", Verb.Track.BOTH);

    private record RecordWord(When when, boolean dual) {}

    private static final Map<String, RecordWord> RECORDS = Map.of(
            "do-not-record", new RecordWord(When.NEVER, false),
            "false", new RecordWord(When.NEVER, false),
            "record-from-answer", new RecordWord(When.FROM_ANSWER, false),
            "true", new RecordWord(When.FROM_ANSWER, false),
            "record-from-ringing", new RecordWord(When.FROM_RINGING, false),
            "record-from-answer-dual", new RecordWord(When.FROM_ANSWER, true),
            "record-from-ringing-dual", new RecordWord(When.FROM_RINGING, true));

    private static final Set<String> RING_TONES = Set.of(
            "ar", "at", "au", "be", "bg", "br", "ch", "cl", "cn", "cz", "de", "dk", "ee", "es", "eu", "fi", "fr", "gb", "gr",
            "hk", "hu", "ie", "il", "in", "it", "jp", "lt", "mx", "my", "nl", "no", "nz", "ph", "pl", "pt", "ru", "se", "sg",
            "th", "tw", "uk", "us", "us-old", "ve", "za");

    private Dials() {}

    static Verb dial(Attributes a, List<Problem> problems) {
        a.ignore("callReason", "recordingConfigurationId", "events", "ifMachine");
        return new Verb.Dial(
                a.action(13210),
                a.whole("timeout", 30, 1, 600, 13212),
                a.whole("timeLimit", 14_400, 1, DAY, 13216),
                a.flag("hangupOnStar", false, 13213),
                blankToNull(a.text("callerId")),
                a.flag("answerOnBridge", false, 13219),
                ringTone(a),
                recorded(a),
                a.text("referUrl"),
                a.method("referMethod", HttpMethod.POST, Attributes.SCHEMA),
                a.flag("sequential", false, 13218),
                target(a, problems));
    }

    private static @Nullable String ringTone(Attributes a) {
        var country = blankToNull(a.text("ringTone"));
        if (country != null && !RING_TONES.contains(country.toLowerCase(Locale.ROOT))) {
            a.warn(13220, "'" + country + "' has no ringing tone");
            return null;
        }
        return country == null ? null : country.toLowerCase(Locale.ROOT);
    }

    private static Recorded recorded(Attributes a) {
        var word = a.choice("record", new RecordWord(When.NEVER, false), RECORDS, 13217);
        return new Recorded(
                word.when,
                word.dual,
                a.choice("recordingTrack", Verb.Track.BOTH, TRACKS, Attributes.SCHEMA),
                trim(a, false, Attributes.SCHEMA),
                a.callback("recordingStatusCallback", Set.of("completed"), Callback.RECORDING_EVENTS, 13256));
    }

    static boolean trim(Attributes a, boolean otherwise, int code) {
        return a.choice("trim", otherwise, Map.of("trim-silence", true, "do-not-trim", false), code);
    }

    private static Target target(Attributes a, List<Problem> problems) {
        var endpoints = new ArrayList<Target.Endpoint>();
        Target alone = null;
        var text = a.element().text();
        if (!text.isEmpty()) {
            endpoints.add(new Target.Endpoint(new Address.Number(text), null, HttpMethod.POST, null, null, null));
        }
        for (var child : a.element().children()) {
            var c = new Attributes(child, problems);
            switch (child.name()) {
                case "Number" -> add(endpoints, endpoint(c, number(c)));
                case "Client" -> add(endpoints, endpoint(c, client(c)));
                case "Sip" -> add(endpoints, endpoint(c, SipNoun.address(c)));
                case "Application" -> add(endpoints, endpoint(c, application(c)));
                case "Conference" -> alone = Conferencing.conference(c);
                case "Queue" -> alone = queue(c);
                case "Sim", "WhatsApp" -> alone = new Target.Nothing("<" + child.name() + "> cannot be dialled here");
                default -> c.warn(13215, "<" + child.name() + "> cannot be dialled");
            }
            c.done();
        }
        if (alone != null) {
            if (!endpoints.isEmpty()) {
                a.warn(13000, "a conference or queue cannot be combined with other targets");
            }
            return alone;
        }
        if (endpoints.isEmpty()) {
            a.warn(13223, "<Dial> has nobody to dial");
            return new Target.Nothing("nobody to dial");
        }
        if (endpoints.size() > ENDPOINTS_MAX) {
            a.warn(13250, "only the first " + ENDPOINTS_MAX + " targets are dialled");
        }
        return new Target.Endpoints(List.copyOf(endpoints.subList(0, Math.min(ENDPOINTS_MAX, endpoints.size()))));
    }

    private static void add(List<Target.Endpoint> endpoints, Target.@Nullable Endpoint endpoint) {
        if (endpoint != null) {
            endpoints.add(endpoint);
        }
    }

    private static Target.@Nullable Endpoint endpoint(Attributes a, @Nullable Address address) {
        var endpoint = new Target.Endpoint(
                address == null ? new Address.Number("") : address,
                blankToNull(a.text("url")),
                a.method("method", HttpMethod.POST, 13221),
                a.callback("statusCallback", Set.of("completed"), Callback.CALL_EVENTS, Attributes.SCHEMA),
                sendDigits(a),
                machineDetection(a));
        return address == null ? null : endpoint;
    }

    private static @Nullable Address number(Attributes a) {
        var byoc = blankToNull(a.text("byoc"));
        var text = a.element().text();
        if (text.isEmpty()) {
            a.warn(13223, "<Number> is empty");
            return null;
        }
        return new Address.Number(text, byoc);
    }

    private static @Nullable Address client(Attributes a) {
        a.ignore("clientNotificationUrl");
        var identity = a.element().text();
        for (var child : a.element().children()) {
            if (child.name().equals("Identity")) {
                identity = child.text();
            }
        }
        if (identity.isEmpty() || identity.length() > 256) {
            a.warn(Attributes.SCHEMA, "<Client> needs an identity of at most 256 characters");
            return null;
        }
        return new Address.Client(identity, fitting(a, Backgrounds.parameters(a.element())));
    }

    /// What a page is told of a call has a limit together (Voice reference 5.8); half of it would mislead the page.
    private static Map<String, String> fitting(Attributes a, Map<String, String> parameters) {
        int bytes = parameters.entrySet().stream()
                .mapToInt(p -> p.getKey().getBytes(UTF_8).length + p.getValue().getBytes(UTF_8).length)
                .sum();
        if (bytes <= CLIENT_PARAMETERS_BYTES_MAX) {
            return parameters;
        }
        a.warn(
                Attributes.SCHEMA,
                "the parameters of <Client> are " + bytes + " bytes, at most " + CLIENT_PARAMETERS_BYTES_MAX
                        + " reach a page: none is sent");
        return Map.of();
    }

    private static @Nullable Address application(Attributes a) {
        a.ignore("customerId");
        boolean copyParentTo = a.flag("copyParentTo", false, Attributes.SCHEMA);
        var sid = a.element().text();
        for (var child : a.element().children()) {
            if (child.name().equals("ApplicationSid")) {
                sid = child.text();
            }
        }
        if (sid.isEmpty()) {
            a.warn(Attributes.SCHEMA, "<Application> names no application");
            return null;
        }
        return new Address.Application(sid, Backgrounds.parameters(a.element()), copyParentTo);
    }

    private static Target queue(Attributes a) {
        var name = a.element().text();
        if (name.isEmpty() && a.text("reservationSid") == null) {
            a.warn(14212, "<Queue> names no queue");
        } else if (name.length() > QUEUE_NAME_MAX) {
            a.warn(14213, "a queue's name has at most " + QUEUE_NAME_MAX + " characters");
        }
        return new Target.Queue(
                name,
                blankToNull(a.text("url")),
                a.method("method", HttpMethod.POST, 14210),
                blankToNull(a.text("reservationSid")),
                blankToNull(a.text("postWorkActivitySid")));
    }

    private static @Nullable String sendDigits(Attributes a) {
        var digits = a.text("sendDigits");
        if (digits != null && !digits.matches("[0-9A-Da-d#*wW]{1,32}")) {
            a.warn(13222, "'" + digits + "' are not digits that can be sent");
            return null;
        }
        return digits;
    }

    private static Target.@Nullable MachineDetection machineDetection(Attributes a) {
        var mode = a.text("machineDetection");
        var detection = new Target.MachineDetection(
                "DetectMessageEnd".equals(mode),
                a.whole("machineDetectionTimeout", 30, 3, 60, 21263),
                chosen(a, "machineDetectionSpeechThreshold", 1_000, 6_000),
                chosen(a, "machineDetectionSpeechEndThreshold", 500, 5_000),
                a.whole("machineDetectionSilenceTimeout", 5_000, 2_000, 10_000, 21263),
                a.callback("amdStatusCallback", Set.of(), Set.of(), Attributes.SCHEMA));
        return mode != null && Target.MachineDetection.MODES.contains(mode) ? detection : null;
    }

    private static @Nullable Integer chosen(Attributes a, String name, int min, int max) {
        int given = a.whole(name, 0, min, max, 21263);
        return given == 0 ? null : (Integer) given;
    }

    static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
