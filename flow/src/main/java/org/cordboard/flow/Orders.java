package org.cordboard.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cordboard.flow.liquid.LiquidException;
import org.jspecify.annotations.Nullable;

/// What a widget orders when it is entered: its rendered properties as an action. A [Refused] order is not given; the
/// widget leaves by its own failure exit.
final class Orders {

    /// Parameter names the request itself uses.
    private static final Set<String> RESERVED = Set.of("method");

    private static final int DIALLED_AT_ONCE = 10;

    private final Templates templates;
    private final Limits limits;

    Orders(Templates templates, Limits limits) {
        this.templates = templates;
        this.limits = limits;
    }

    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        final int code;
        final String event;

        Refused(int code, String event, String reason) {
            super(reason);
            this.code = code;
            this.event = event;
        }
    }

    /// Null when there is nothing to say, play or send.
    Action.@Nullable Audio audio(Widget.SayPlay widget) throws LiquidException {
        var digits = templates.trimmed(widget.digits());
        var play = templates.trimmed(widget.play());
        return play.isEmpty() && !digits.isEmpty()
                ? new Action.PlayDigits(digits)
                : audio(widget.say(), play, widget.voice(), widget.language(), widget.loop());
    }

    private Action.@Nullable Audio audio(String sayTemplate, String play, String voice, String language, String loop)
            throws LiquidException {
        var say = templates.text(sayTemplate);
        int times = Math.clamp(templates.number(loop, 1), 1, 99);
        if (!play.isEmpty()) {
            return new Action.Play(play, times);
        }
        return say.isBlank()
                ? null
                : new Action.Say(say, templates.trimmed(voice), templates.trimmed(language), times);
    }

    Action.OnCall gather(Widget.Gather widget) throws LiquidException {
        var digits = templates.optionalNumber(widget.numberOfDigits());
        return new Action.Gather(
                audio(widget.say(), templates.trimmed(widget.play()), widget.voice(), widget.language(), widget.loop()),
                templates.seconds(widget.timeout(), 5),
                templates.flag(widget.stopGather()) ? templates.trimmed(widget.finishOnKey()) : "",
                digits == null || digits <= 0 ? null : digits,
                templates.trimmed(widget.gatherLanguage()),
                templates.text(widget.hints()),
                templates.flag(widget.profanityFilter()),
                templates.trimmed(widget.speechTimeout()),
                templates.trimmed(widget.speechModel()));
    }

    Action.OnCall enqueue(Widget.Enqueue widget) throws LiquidException, Refused {
        var workflow = templates.trimmed(widget.workflowSid());
        var queue = templates.trimmed(widget.queueName());
        if (workflow.isEmpty() && queue.isEmpty()) {
            throw new Refused(81009, "failedToEnqueue", "neither a workflow nor a queue name is set");
        }
        return new Action.Enqueue(
                workflow,
                workflow.isEmpty() ? queue : "",
                "",
                workflow.isEmpty() ? "" : attributes(widget.taskAttributes()),
                templates.number(widget.priority(), 0),
                templates.optionalSeconds(widget.timeout()),
                templates.trimmed(widget.waitUrl()),
                templates.trimmed(widget.waitUrlMethod()));
    }

    Action.OnCall enqueue(Widget.SendToFlex widget) throws LiquidException, Refused {
        var workflow = templates.trimmed(widget.workflow());
        if (workflow.isEmpty()) {
            throw new Refused(81009, "failedToEnqueue", "no workflow is set");
        }
        return new Action.Enqueue(
                workflow,
                "",
                templates.trimmed(widget.channel()),
                attributes(widget.attributes()),
                templates.number(widget.priority(), 0),
                templates.seconds(widget.timeout(), 3600),
                templates.trimmed(widget.waitUrl()),
                templates.trimmed(widget.waitUrlMethod()));
    }

    private String attributes(String template) throws LiquidException, Refused {
        var text = templates.trimmed(template);
        if (text.isEmpty()) {
            return "";
        }
        if (text.length() > limits.attributesChars()) {
            throw new Refused(
                    81009, "failedToEnqueue", "task attributes longer than " + limits.attributesChars() + " characters");
        }
        try {
            if (Json.parse(text).isObject()) {
                return text;
            }
        } catch (JsonProcessingException e) {
            throw new Refused(81009, "failedToEnqueue", "task attributes are not valid JSON: " + e.getOriginalMessage());
        }
        throw new Refused(81009, "failedToEnqueue", "task attributes are not a JSON object");
    }

    Action.OnCall dial(Widget.Connect widget) throws LiquidException {
        var noun = templates.trimmed(widget.noun()).toLowerCase(Locale.ROOT);
        var to = templates.trimmed(widget.to());
        var record = templates.trimmed(widget.record());
        var kind =
                switch (noun) {
                    case "client" -> Action.Dial.Noun.CLIENT;
                    case "sip" -> Action.Dial.Noun.SIP;
                    case "conference" -> Action.Dial.Noun.CONFERENCE;
                    case "sim" -> Action.Dial.Noun.SIM;
                    default -> Action.Dial.Noun.NUMBER;
                };
        var targets =
                switch (noun) {
                    case "sip" -> List.of(templates.trimmed(widget.sipEndpoint()));
                    case "number-multi" ->
                        Arrays.stream(to.split(","))
                                .map(String::strip)
                                .filter(number -> !number.isEmpty())
                                .limit(DIALLED_AT_ONCE)
                                .toList();
                    default -> List.of(to);
                };
        return new Action.Dial(
                kind,
                targets,
                templates.trimmed(widget.callerId()),
                templates.seconds(widget.timeout(), 30),
                templates.optionalSeconds(widget.timeLimit()),
                !record.isEmpty() && !record.equalsIgnoreCase("false") && !record.equals("do-not-record"),
                templates.text(widget.sipUsername()),
                templates.text(widget.sipPassword()));
    }

    Action.OnCall record(Widget.Voicemail widget) throws LiquidException {
        return new Action.Record(
                templates.seconds(widget.timeout(), 5),
                templates.trimmed(widget.finishOnKey()),
                templates.seconds(widget.maxLength(), 3600),
                templates.flag(widget.transcribe()),
                templates.trimmed(widget.transcriptionCallbackUrl()),
                trims(widget.trim()),
                !templates.trimmed(widget.playBeep()).equalsIgnoreCase("false"),
                templates.trimmed(widget.recordingStatusCallbackUrl()));
    }

    private boolean trims(String template) throws LiquidException {
        var trim = templates.trimmed(template);
        return trim.equals("trim-silence") || trim.equals("true");
    }

    Action.OffCall recording(Widget.RecordCall widget) throws LiquidException {
        return templates.flag(widget.recordCall())
                ? new Action.StartRecording(
                        templates.trimmed(widget.recordingChannels()),
                        templates.trimmed(widget.trim()),
                        templates.trimmed(widget.recordingStatusCallback()),
                        templates.trimmed(widget.recordingStatusCallbackMethod()),
                        templates.trimmed(widget.recordingStatusCallbackEvents()))
                : new Action.StopRecording();
    }

    Action.OffCall call(Widget.OutgoingCall widget) throws LiquidException, Refused {
        var to = templates.trimmed(widget.to());
        var from = templates.trimmed(widget.from());
        if (to.isEmpty() || from.isEmpty()) {
            throw new Refused(0, "failed", "a call needs both to and from");
        }
        return new Action.MakeCall(
                to,
                from,
                templates.seconds(widget.timeout(), 60),
                templates.flag(widget.record()),
                templates.trimmed(widget.recordingChannels()),
                templates.trimmed(widget.recordingStatusCallback()),
                trims(widget.trim()) ? "trim-silence" : "do-not-trim",
                templates.flag(widget.detectAnsweringMachine()) ? detection(widget) : null,
                templates.trimmed(widget.sendDigits()),
                templates.text(widget.sipAuthUsername()),
                templates.text(widget.sipAuthPassword()));
    }

    private Action.MachineDetection detection(Widget.OutgoingCall widget) throws LiquidException {
        return new Action.MachineDetection(
                templates.trimmed(widget.machineDetection()),
                templates.seconds(widget.machineDetectionTimeout(), 30),
                Duration.ofMillis(templates.number(widget.machineDetectionSpeechThreshold(), 2400)),
                Duration.ofMillis(templates.number(widget.machineDetectionSpeechEndThreshold(), 1200)),
                Duration.ofMillis(templates.number(widget.machineDetectionSilenceTimeout(), 5000)));
    }

    Action.OffCall request(Widget.HttpRequest widget) throws LiquidException, Refused {
        var url = templates.trimmed(widget.url());
        if (!Urls.isWeb(url)) {
            throw new Refused(81014, "failed", "'" + url + "' is not a web address");
        }
        var parameters = templates.texts(widget.parameters());
        for (var name : parameters.keySet()) {
            if (RESERVED.contains(name)) {
                throw new Refused(81014, "failed", "a parameter cannot be named " + name);
            }
        }
        var body = templates.text(widget.body());
        var contentType = templates.trimmed(widget.contentType());
        boolean auth = templates.flag(widget.addTwilioAuth());
        if (!templates.trimmed(widget.method()).equalsIgnoreCase("POST")) {
            return new Action.HttpRequest("GET", Urls.withQuery(url, parameters), "", "", auth);
        }
        boolean form = contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        return form && body.isEmpty()
                ? new Action.HttpRequest("POST", url, contentType, Urls.form(parameters), auth)
                : new Action.HttpRequest("POST", Urls.withQuery(url, parameters), contentType, body, auth);
    }

    Action.OffCall function(Widget.RunFunction widget) throws LiquidException, Refused {
        var url = templates.trimmed(widget.url());
        if (!Urls.isWeb(url)) {
            throw new Refused(81010, "fail", "'" + url + "' is not a web address");
        }
        return new Action.RunFunction(url, templates.texts(widget.parameters()));
    }

    Action.OnCall redirect(Widget.TwimlRedirect widget) throws LiquidException, Refused {
        var url = templates.trimmed(widget.url());
        if (!Urls.isWeb(url)) {
            throw new Refused(0, "fail", "'" + url + "' is not a web address");
        }
        var method = templates.trimmed(widget.method());
        return new Action.RedirectTwiml(url, method.equalsIgnoreCase("GET") ? "GET" : "POST");
    }

    Action.OffCall message(Widget.SendMessage widget) throws LiquidException {
        boolean content = widget.messageType().equals("content_template");
        return new Action.SendMessage(
                templates.text(widget.body()),
                templates.trimmed(widget.from()),
                templates.trimmed(widget.to()),
                templates.trimmed(widget.mediaUrl()),
                templates.trimmed(widget.service()),
                templates.trimmed(widget.channel()),
                templates.text(widget.attributes()),
                content ? templates.trimmed(widget.contentSid()) : "",
                content ? templates.texts(widget.contentVariables()) : Map.of());
    }
}
