package org.cordboard.voice.twiml;

import static java.lang.Integer.MAX_VALUE;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// The table of verbs: each element of a document and how it is read. A null verb was skipped with a problem.
final class Verbs {
    private static final int NO_TEXTS = 14108;
    private static final Pattern HEADER = Pattern.compile("X-[A-Za-z0-9_.-]{1,60}", Pattern.CASE_INSENSITIVE);
    private static final int HEADERS_MAX = 16;
    private static final int HEADER_CHARS_MAX = 255;
    private static final int SAY_CHARS_MAX = 4_096;
    private static final int RECORD_SECONDS_MAX = 14_400;
    private static final int TASK_SECONDS_MAX = 1_209_600;
    /// Longer recordings would not be transcribed elsewhere; kept, so that a document lasts as long here.
    private static final int TRANSCRIBED_SECONDS = 120;

    private static final Set<String> LEAVES = Set.of("Play", "Pause", "Record", "Redirect", "Leave", "Echo");
    private static final Pattern VOICE = Pattern.compile("man|woman|alice|Polly\\..+|Google\\..+|");

    private Verbs() {}

    static @Nullable Verb read(Element element, List<Problem> problems) {
        var a = new Attributes(element, problems);
        var verb = switch (element.name()) {
            case "Say" -> say(a);
            case "Play" -> play(a);
            case "Pause" -> new Verb.Pause(a.whole("length", 1, 0, MAX_VALUE, 13910));
            case "Gather" -> Gathers.gather(a, problems);
            case "Record" -> record(a);
            case "Dial" -> Dials.dial(a, problems);
            case "Enqueue" -> enqueue(a, problems);
            case "Leave" -> new Verb.Leave();
            case "Hangup" -> new Verb.Hangup(headers(a));
            case "Reject" -> new Verb.Reject(reject(a), headers(a));
            case "Redirect" -> new Verb.Redirect(element.text(), a.method("method", HttpMethod.POST, 13710));
            case "Refer" -> refer(a);
            case "Start" -> Backgrounds.start(a, problems);
            case "Stop" -> Backgrounds.stop(a, problems);
            case "Connect" -> Backgrounds.connect(a, problems);
            case "Echo" -> new Verb.Echo();
            case "Pay" -> pay(a);
            case "Sms" -> sms(a);
            case "Prompt", "Queue" -> unsupported(a);
            default -> unknown(a);
        };
        if (LEAVES.contains(element.name())) {
            element.children().forEach(child -> a.warn(
                    Attributes.SCHEMA, "<" + child.name() + "> cannot be used inside <" + element.name() + ">"));
        }
        if (verb != null && !(verb instanceof Verb.Unsupported) && !(verb instanceof Verb.Pay)) {
            a.done();
        }
        return verb;
    }

    private static Verb.@Nullable Say say(Attributes a) {
        var text = a.element().innerXml();
        var voice = a.text("voice", "");
        if (!VOICE.matcher(voice).matches()) {
            a.warn(13511, "'" + voice + "' is not a voice; the usual one speaks");
            voice = "";
        }
        var language = a.text("language", "");
        if (!language.isEmpty() && !Gathers.LANGUAGE.matcher(language).matches()) {
            a.warn(13512, "'" + language + "' is not a language");
            language = "";
        }
        var say = new Verb.Say(text, voice, language, a.loop(13510));
        if (text.isEmpty()) {
            a.warn(13520, "<Say> has nothing to say");
            return null;
        }
        if (a.element().spokenCharacters() > SAY_CHARS_MAX) {
            a.warn(13521, "<Say> is longer than " + SAY_CHARS_MAX + " characters");
            return null;
        }
        return say;
    }

    private static @Nullable Verb play(Attributes a) {
        var digits = a.text("digits");
        int loop = a.loop(13410);
        if (digits != null) {
            if (!digits.matches("[0-9A-Da-d#*wW]{1,64}")) {
                a.warn(13430, "'" + digits + "' are not digits that can be played");
                return null;
            }
            return new Verb.PlayDigits(digits, loop);
        }
        var url = a.element().text();
        if (url.isEmpty()) {
            a.warn(13420, "<Play> names nothing to play");
            return null;
        }
        return new Verb.Play(url, loop);
    }

    private static Verb record(Attributes a) {
        var keys = a.text("finishOnKey", "1234567890*#");
        if (!keys.matches("[0-9*#]*")) {
            a.warn(13613, "'" + keys + "' cannot finish a <Record>");
            keys = "1234567890*#";
        }
        boolean transcribed = a.flag("transcribe", false, 13614);
        if (transcribed) {
            a.warn(13619, "recordings are not transcribed here");
        }
        a.ignore("transcribeCallback", "recordingConfigurationId");
        return new Verb.Record(
                a.action(13610),
                a.whole("timeout", 5, 0, MAX_VALUE, 13611),
                keys,
                maxLength(a, transcribed),
                a.flag("playBeep", true, 13616),
                Dials.trim(a, true, 13699),
                a.callback("recordingStatusCallback", Set.of("completed"), Callback.RECORDING_EVENTS, 13621));
    }

    private static @Nullable Integer maxLength(Attributes a, boolean transcribed) {
        int given = a.whole("maxLength", 0, 1, RECORD_SECONDS_MAX, 13612);
        if (given > 0) {
            return given;
        }
        return transcribed ? TRANSCRIBED_SECONDS : null;
    }

    /// Parameters become headers of the message that ends the call.
    private static Map<String, String> headers(Attributes a) {
        var headers = new LinkedHashMap<String, String>();
        for (var child : a.element().children()) {
            var name = child.attributes().getOrDefault("name", "");
            var value = child.attributes().getOrDefault("value", "");
            var header = name.regionMatches(true, 0, "X-", 0, 2) ? name : "X-" + name;
            if (!child.name().equals("Parameter")) {
                a.warn(Attributes.SCHEMA, "<" + child.name() + "> cannot be used inside <" + a.element().name() + ">");
            } else if (!HEADER.matcher(header).matches() || value.length() > HEADER_CHARS_MAX
                    || headers.size() == HEADERS_MAX || value.chars().anyMatch(Character::isISOControl)) {
                a.warn(Attributes.SCHEMA, "<Parameter> '" + name + "' cannot be a SIP header");
            } else {
                headers.put(header, value);
            }
        }
        return headers;
    }

    private static Verb pay(Attributes a) {
        a.warn(Attributes.SCHEMA, "<Pay> is not performed by this server: its action is told of no connector");
        return new Verb.Pay(a.action(Attributes.SCHEMA));
    }

    private static Verb sms(Attributes a) {
        a.warn(NO_TEXTS, "<Sms> sends nothing during a call; texts are sent by REST");
        return new Verb.Unsupported("Sms");
    }

    private static Verb enqueue(Attributes a, List<Problem> problems) {
        Verb.Task task = null;
        for (var child : a.element().children()) {
            if (child.name().equals("Task") || child.name().equals("TaskAttributes")) {
                task = task(new Attributes(child, problems));
            } else {
                a.warn(Attributes.SCHEMA, "<" + child.name() + "> cannot be used inside <Enqueue>");
            }
        }
        var name = a.element().text();
        return new Verb.Enqueue(
                a.action(14201),
                a.text("waitUrl"),
                a.method("waitUrlMethod", HttpMethod.POST, 14206),
                name.isEmpty() ? null : name,
                a.text("workflowSid"),
                task,
                a.whole("maxQueueSize", 0, 1, 5_000, Attributes.SCHEMA));
    }

    private static Verb.Task task(Attributes a) {
        var task = new Verb.Task(
                a.element().text(),
                a.wholeIfGiven("priority", 0, MAX_VALUE, Attributes.SCHEMA),
                a.wholeIfGiven("timeout", 1, TASK_SECONDS_MAX, Attributes.SCHEMA));
        a.done();
        return task;
    }

    private static boolean reject(Attributes a) {
        return a.choice("reason", false, Map.of("busy", true, "rejected", false), 13810);
    }

    private static @Nullable Verb refer(Attributes a) {
        var action = a.action(Attributes.SCHEMA);
        for (var child : a.element().children()) {
            if (child.name().equals("Sip") && !child.text().isEmpty()) {
                return new Verb.Refer(action, child.text());
            }
        }
        a.warn(Attributes.SCHEMA, "<Refer> needs a <Sip> address");
        return null;
    }

    private static Verb unsupported(Attributes a) {
        a.warn(Attributes.SCHEMA, "<" + a.element().name() + "> is not performed by this server and was skipped");
        return new Verb.Unsupported(a.element().name());
    }

    private static @Nullable Verb unknown(Attributes a) {
        a.warn(Attributes.SCHEMA, "<" + a.element().name() + "> is not a verb");
        return null;
    }
}
