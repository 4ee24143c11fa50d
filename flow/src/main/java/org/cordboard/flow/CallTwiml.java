package org.cordboard.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The TwiML side of a flow: the document a widget answers with, and the input that comes back to the webhook. Every
/// address points to the flow's own webhook with a `FlowEvent` that says which result it brings.
public final class CallTwiml {

    private static final String EMPTY = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

    private static final Pattern SSML = Pattern.compile(
            "</?(break|emphasis|p|phoneme|prosody|s|say-as|sub|w|lang|speak)(\\s+[\\w:-]+=(\"[^\"<&]*\"|'[^'<&]*'))*\\s*/?>");

    private CallTwiml() {}

    /// What the call does next. An ended execution answers an empty document, which hangs up.
    ///
    /// @param webhook address of the flow, without `FlowEvent`
    public static String document(Turn turn, String webhook) {
        for (var action : turn.actions()) {
            if (action instanceof Action.OnCall onCall) {
                return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + verbs(onCall, webhook) + "</Response>";
            }
        }
        return EMPTY;
    }

    /// The input a webhook request brings; empty for a request without a known `FlowEvent`.
    public static Optional<Input> input(Map<String, String> request) {
        var parameters = new LinkedHashMap<>(request);
        var event = parameters.remove("FlowEvent");
        return Optional.ofNullable(
                switch (event == null ? "" : event) {
                    case "audioComplete" -> new Input.AudioFinished(parameters);
                    case "gather", "timeout" -> new Input.GatherFinished(parameters);
                    case "enqueue" -> new Input.EnqueueFinished(parameters);
                    case "dial" -> new Input.DialFinished(parameters);
                    case "record", "noAudio" -> new Input.RecordFinished(parameters);
                    case "return" -> new Input.Returned(parameters);
                    case "answered" -> new Input.CallOutcome(parameters);
                    default -> null;
                });
    }

    private static String verbs(Action.OnCall action, String webhook) {
        return switch (action) {
            case Action.Audio audio -> audio(audio) + redirect(webhook, "audioComplete");
            case Action.Gather gather -> gather(gather, webhook);
            case Action.Enqueue enqueue -> enqueue(enqueue, webhook);
            case Action.Dial dial -> dial(dial, webhook);
            case Action.Record record ->
                element(
                                "Record",
                                attributes(
                                        "action", address(webhook, "record"),
                                        "method", "POST",
                                        "timeout", seconds(record.silence()),
                                        "finishOnKey", record.finishOnKey(),
                                        "maxLength", seconds(record.maxLength()),
                                        "playBeep", Boolean.toString(record.playBeep()),
                                        "trim", record.trimSilence() ? "trim-silence" : "do-not-trim",
                                        "transcribe", record.transcribe() ? "true" : null,
                                        "transcribeCallback", present(record.transcriptionCallbackUrl()),
                                        "recordingStatusCallback", present(record.recordingStatusCallbackUrl())),
                                "")
                        + redirect(webhook, "noAudio");
            case Action.RedirectTwiml redirect ->
                element("Redirect", attributes("method", redirect.method()), escaped(redirect.url()));
        };
    }

    private static String audio(Action.Audio audio) {
        return switch (audio) {
            case Action.Say say ->
                element(
                        "Say",
                        attributes(
                                "voice", present(say.voice()),
                                "language", present(say.language()),
                                "loop", Integer.toString(say.loop())),
                        spoken(say.text()));
            case Action.Play play ->
                element("Play", attributes("loop", Integer.toString(play.loop())), escaped(play.url()));
            case Action.PlayDigits digits -> element("Play", attributes("digits", digits.digits()), "");
        };
    }

    private static String gather(Action.Gather gather, String webhook) {
        var digits = gather.numDigits();
        return element(
                        "Gather",
                        attributes(
                                "input", "dtmf speech",
                                "action", address(webhook, "gather"),
                                "method", "POST",
                                "timeout", seconds(gather.timeout()),
                                "numDigits", digits == null ? null : digits.toString(),
                                "finishOnKey", gather.finishOnKey(),
                                "language", present(gather.language()),
                                "hints", present(gather.hints()),
                                "profanityFilter", Boolean.toString(gather.profanityFilter()),
                                "speechTimeout", present(gather.speechTimeout()),
                                "speechModel", present(gather.speechModel())),
                        gather.prompt() == null ? "" : audio(gather.prompt()))
                + redirect(webhook, "timeout");
    }

    private static String enqueue(Action.Enqueue enqueue, String webhook) {
        boolean task = !enqueue.workflowSid().isEmpty();
        var life = enqueue.timeout();
        var content = !task
                ? escaped(enqueue.queueName())
                : element(
                        "Task",
                        attributes(
                                "priority", Integer.toString(enqueue.priority()),
                                "timeout", life == null ? null : seconds(life)),
                        escaped(enqueue.attributes()));
        return element(
                "Enqueue",
                attributes(
                        "workflowSid", task ? enqueue.workflowSid() : null,
                        "action", address(webhook, "enqueue"),
                        "method", "POST",
                        "waitUrl", present(enqueue.waitUrl()),
                        "waitUrlMethod", enqueue.waitUrl().isEmpty() ? null : present(enqueue.waitUrlMethod())),
                content);
    }

    private static String dial(Action.Dial dial, String webhook) {
        var noun =
                switch (dial.noun()) {
                    case NUMBER -> "Number";
                    case CLIENT -> "Client";
                    case SIP -> "Sip";
                    case CONFERENCE -> "Conference";
                    case SIM -> "Sim";
                };
        boolean sip = dial.noun() == Action.Dial.Noun.SIP;
        var credentials = attributes(
                "username", sip ? present(dial.sipUsername()) : null, "password", sip ? present(dial.sipPassword()) : null);
        var limit = dial.timeLimit();
        return element(
                "Dial",
                attributes(
                        "callerId", present(dial.callerId()),
                        "timeout", seconds(dial.timeout()),
                        "timeLimit", limit == null ? null : seconds(limit),
                        "record", dial.record() ? "record-from-answer" : null,
                        "action", address(webhook, "dial"),
                        "method", "POST"),
                dial.targets().stream()
                        .map(target -> element(noun, credentials, escaped(target)))
                        .collect(Collectors.joining()));
    }

    private static String redirect(String webhook, String event) {
        return element("Redirect", attributes("method", "POST"), escaped(address(webhook, event)));
    }

    private static String address(String webhook, String event) {
        return Urls.withQuery(webhook, Map.of("FlowEvent", event));
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }

    private static @Nullable String present(String value) {
        return value.isEmpty() ? null : value;
    }

    /// Pairs of name and value; a null value leaves the attribute out.
    private static String attributes(@Nullable String... pairs) {
        var text = new StringBuilder();
        for (int index = 0; index < pairs.length; index += 2) {
            var value = pairs[index + 1];
            if (value != null) {
                text.append(' ').append(pairs[index]).append("=\"").append(escaped(value)).append('"');
            }
        }
        return text.toString();
    }

    private static String element(String name, String attributes, String content) {
        return content.isEmpty()
                ? "<" + name + attributes + "/>"
                : "<" + name + attributes + ">" + content + "</" + name + ">";
    }

    /// Speech mark-up stays mark-up when it is complete; any other angle bracket is text.
    private static String spoken(String text) {
        var marks = SSML.matcher(text);
        var result = new StringBuilder();
        var open = new ArrayDeque<String>();
        int from = 0;
        while (marks.find()) {
            result.append(escaped(text.substring(from, marks.start()))).append(marks.group());
            from = marks.end();
            if (marks.group().startsWith("</")) {
                if (open.isEmpty() || !open.pop().equals(marks.group(1))) {
                    return escaped(text);
                }
            } else if (!marks.group().endsWith("/>")) {
                open.push(marks.group(1));
            }
        }
        return open.isEmpty() ? result.append(escaped(text.substring(from))).toString() : escaped(text);
    }

    private static String escaped(String text) {
        var result = new StringBuilder(text.length());
        text.codePoints().forEach(letter -> {
            switch (letter) {
                case '&' -> result.append("&amp;");
                case '<' -> result.append("&lt;");
                case '>' -> result.append("&gt;");
                case '"' -> result.append("&quot;");
                default -> {
                    if (letter >= 0x20 || letter == '\n' || letter == '\t') {
                        result.appendCodePoint(letter);
                    }
                }
            }
        });
        return result.toString();
    }
}
