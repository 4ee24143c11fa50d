package org.cordboard.voice.twiml;

import static java.lang.Integer.MAX_VALUE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The Gather verb: prompts, keys and speech.
final class Gathers {
    private static final Set<String> INPUTS = Set.of("dtmf", "speech");
    static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*");
    private static final Pattern MODEL = Pattern.compile("(default|numbers_and_commands|phone_call"
            + "|experimental_(conversations|utterances)|(googlev2|deepgram)_[A-Za-z0-9_-]+)");
    private static final int HINTS_MAX = 500;
    private static final int HINT_CHARS_MAX = 100;
    private static final int SPEECH_SECONDS_MAX = 60;

    private static final Set<String> PROMPTS = Set.of("Say", "Play", "Pause");

    private Gathers() {}

    static Verb gather(Attributes a, List<Problem> problems) {
        var prompts = prompts(a, problems);
        var input = a.words("input", Set.of("dtmf"), INPUTS, 13326);
        a.ignore("debug");
        int timeout = timeout(a);
        var spoken = spoken(a, timeout);
        boolean speech = input.contains("speech");
        return new Verb.Gather(
                !speech || input.contains("dtmf"),
                a.action(13312),
                timeout,
                finishOnKey(a),
                a.whole("numDigits", 0, 1, MAX_VALUE, 13314),
                a.flag("actionOnEmptyResult", false, 13338),
                a.flag("bargeIn", true, 13332),
                speech ? spoken : null,
                prompts);
    }

    private static List<Verb.Prompt> prompts(Attributes a, List<Problem> problems) {
        var prompts = new ArrayList<Verb.Prompt>();
        for (var child : a.element().children()) {
            var verb = switch (child.name()) {
                case "Say", "Play", "Pause" -> Verbs.read(child, problems);
                default -> null;
            };
            if (verb instanceof Verb.Prompt prompt) {
                prompts.add(prompt);
            } else if (verb instanceof Verb.PlayDigits) {
                a.warn(13325, "<Play digits> cannot be used inside <Gather>");
            } else if (verb == null && PROMPTS.contains(child.name())) {
                // Reported when it was read.
                continue;
            } else {
                a.warn(13320, "<" + child.name() + "> cannot be used inside <Gather>");
            }
        }
        return List.copyOf(prompts);
    }

    /// Documented as positive; nought is common in the field and means not to wait at all.
    private static int timeout(Attributes a) {
        return "auto".equals(a.element().attributes().get("timeout"))
                ? a.choice("timeout", 5, Map.of("auto", 5), 13313)
                : a.whole("timeout", 5, 0, MAX_VALUE, 13313);
    }

    private static String finishOnKey(Attributes a) {
        var key = a.text("finishOnKey", "#");
        if (!key.matches("[0-9#*]?")) {
            a.warn(13310, "'" + key + "' cannot finish a <Gather>");
            return "#";
        }
        return key;
    }

    private static Verb.Spoken spoken(Attributes a, int timeout) {
        a.flag("enhanced", false, Attributes.SCHEMA);
        a.flag("profanityFilter", true, 13333);
        var language = a.text("language", "en-US");
        if (!LANGUAGE.matcher(language).matches()) {
            a.warn(13331, "'" + language + "' is not a language");
            language = "en-US";
        }
        int max = a.whole("maxSpeechTime", SPEECH_SECONDS_MAX, 1, MAX_VALUE, 13328);
        return new Verb.Spoken(
                language,
                hints(a),
                end(a, timeout),
                Math.min(max, SPEECH_SECONDS_MAX),
                a.callback("partialResultCallback", Set.of(), Set.of(), 13329));
    }

    private static int end(Attributes a, int timeout) {
        var model = a.text("speechModel", "default");
        if (!MODEL.matcher(model).matches()) {
            a.warn(13334, "'" + model + "' is not a speech model");
            model = "default";
        }
        boolean auto = "auto".equals(a.element().attributes().get("speechTimeout"));
        if (auto && !model.equals("default")) {
            a.warn(13335, "speechTimeout must be a number of seconds when a speechModel is named");
        }
        return auto
                ? a.choice("speechTimeout", 0, Map.of("auto", 0), 13327)
                : a.whole("speechTimeout", Math.max(1, timeout), 1, MAX_VALUE, 13327);
    }

    private static @Nullable String hints(Attributes a) {
        var hints = Dials.blankToNull(a.text("hints"));
        if (hints == null) {
            return null;
        }
        var phrases = hints.split(",");
        if (phrases.length > HINTS_MAX || List.of(phrases).stream().anyMatch(p -> p.length() > HINT_CHARS_MAX)) {
            a.warn(13330, "hints are at most " + HINTS_MAX + " phrases of " + HINT_CHARS_MAX + " characters");
            return null;
        }
        return hints;
    }
}
