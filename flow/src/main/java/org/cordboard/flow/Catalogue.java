package org.cordboard.flow;

import static org.cordboard.flow.Property.flag;
import static org.cordboard.flow.Property.integer;
import static org.cordboard.flow.Property.list;
import static org.cordboard.flow.Property.text;
import static org.cordboard.flow.WidgetType.Nature.OFF_CALL;
import static org.cordboard.flow.WidgetType.Nature.ON_CALL;
import static org.cordboard.flow.WidgetType.Nature.TRIGGER;
import static org.cordboard.flow.WidgetType.Nature.UNSUPPORTED;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Every widget type of the published schema: the one place that knows names, types, defaults, bounds and exits.
final class Catalogue {

    private static final Map<String, WidgetType> TYPES = new LinkedHashMap<>();

    private static final String CONTACT = "{{contact.channel.address}}";
    private static final String FLOW = "{{flow.channel.address}}";
    private static final String METHOD_NAMES = "GET POST";
    private static final long WEEK_2 = 1_209_600;

    private static final String[] QUEUE_OUTPUTS = {"QueueResult", "QueueSid", "QueueTime"};
    private static final Map<String, String> QUEUE_ALIASES = Map.of(
            "hold_music_url", "wait_url", "twiml_request_method", "wait_url_method", "url_method", "wait_url_method",
            "task_router_workflow", "workflow_sid");

    static {
        add(WidgetType.of(
                "trigger",
                TRIGGER,
                List.of("incomingMessage", "incomingCall", "incomingConversationMessage", "incomingRequest", "incomingParent")));
        speaking();
        choosing();
        queueing();
        dialling();
        recording();
        reaching();
        unsupported();
    }

    private Catalogue() {}

    static Optional<WidgetType> type(String name) {
        return Optional.ofNullable(TYPES.get(name));
    }

    static List<String> names() {
        return List.copyOf(TYPES.keySet());
    }

    static Stream<WidgetType> all() {
        return TYPES.values().stream();
    }

    private static void add(WidgetType type) {
        TYPES.put(type.name(), type);
    }

    private static Property method(String name, String fallback) {
        return text(name).or(fallback).in(METHOD_NAMES.split(" "));
    }

    private static Property loop() {
        return integer("loop").or("1").between(1, 99);
    }

    private static void speaking() {
        add(WidgetType.of(
                        "say-play",
                        ON_CALL,
                        List.of("audioComplete"),
                        text("say"),
                        text("play"),
                        text("digits").like("[0-9A-Da-d*#wW]*", "only 0-9, A-D, *, #, w and W"),
                        text("voice"),
                        text("language"),
                        loop())
                .stores("voice", "language"));
        add(WidgetType.of(
                        "gather-input-on-call",
                        ON_CALL,
                        List.of("keypress", "speech", "timeout"),
                        text("say"),
                        text("play"),
                        text("voice"),
                        text("language"),
                        loop(),
                        integer("timeout").or("5").between(0, 30),
                        flag("stop_gather").or("true"),
                        text("finish_on_key").or("#").like("[0-9*#]?", "one of 0-9, * and #"),
                        integer("number_of_digits").between(0, 30),
                        text("gather_language").or("en-US"),
                        text("hints"),
                        text("profanity_filter").or("true").in("true", "false"),
                        text("speech_timeout").or("auto").like("auto|\\d{1,3}", "auto or whole seconds"),
                        text("speech_model"),
                        text("save_response_as"))
                .aliases(Map.of(
                        "num_digits", "number_of_digits", "speech_recognition_language", "gather_language", "input", ""))
                .stores("Digits", "SpeechResult", "Confidence"));
        add(WidgetType.of(
                        "add-twiml-redirect",
                        ON_CALL,
                        List.of("return", "timeout", "fail"),
                        text("url").must(),
                        method("method", "POST"),
                        text("timeout").or("14400").between(0, 14_400)));
    }

    private static void choosing() {
        add(WidgetType.of("split-based-on", OFF_CALL, List.of("noMatch", "match"), text("input").must())
                .aliases(Map.of("cases", "")));
        add(WidgetType.of("set-variables", OFF_CALL, List.of("next"), list("variables").must()));
        add(WidgetType.of(
                "run-subflow",
                OFF_CALL,
                List.of("completed", "failed"),
                text("flow_sid").must(),
                text("flow_revision").must(),
                list("parameters")));
    }

    private static void queueing() {
        add(WidgetType.of(
                        "enqueue-call",
                        ON_CALL,
                        List.of("callComplete", "failedToEnqueue", "callFailure"),
                        text("workflow_sid"),
                        text("queue_name").like("(?s).{0,64}", "at most 64 characters"),
                        text("task_attributes"),
                        integer("priority").or("0"),
                        integer("timeout").between(1, WEEK_2 - 1),
                        text("wait_url"),
                        method("wait_url_method", "GET"))
                .aliases(QUEUE_ALIASES)
                .stores(QUEUE_OUTPUTS));
        add(WidgetType.of(
                        "send-to-flex",
                        ON_CALL,
                        List.of("callComplete", "failedToEnqueue", "callFailure", "composerStarted"),
                        text("workflow").must(),
                        text("channel").must(),
                        text("attributes"),
                        text("priority").or("0").between(0, Integer.MAX_VALUE),
                        text("timeout").or("3600").between(1, WEEK_2),
                        text("waitUrl"),
                        method("waitUrlMethod", "GET"))
                .aliases(Map.of(
                        "hold_music_url", "waitUrl", "twiml_request_method", "waitUrlMethod", "url_method", "waitUrlMethod",
                        "task_router_workflow", "workflow"))
                .stores(QUEUE_OUTPUTS));
    }

    private static void dialling() {
        add(WidgetType.of(
                        "connect-call-to",
                        ON_CALL,
                        List.of("callCompleted", "hangup"),
                        text("noun").must().in("number", "number-multi", "client", "sip", "conference", "sim"),
                        text("to"),
                        text("caller_id").or(CONTACT),
                        flag("record"),
                        integer("timeout").or("30").between(1, 600),
                        text("time_limit").between(1, 86_400),
                        text("sip_endpoint"),
                        text("sip_username"),
                        text("sip_password"))
                .stores("DialCallStatus", "DialCallSid", "DialCallDuration", "RecordingUrl"));
        add(outgoing("make-outgoing-call-v2", List.of("answered", "busy", "noAnswer", "failed")));
        add(outgoing(
                "make-outgoing-call-v1",
                List.of("answered", "busy", "noAnswer", "failed", "answeredByMachine", "hangup")));
    }

    private static WidgetType outgoing(String name, List<String> events) {
        return WidgetType.of(
                        name,
                        OFF_CALL,
                        events,
                        text("to").must().or(CONTACT),
                        text("from").must().or(FLOW),
                        flag("record"),
                        integer("timeout").or("60").between(0, 600),
                        text("recording_channels").or("mono").in("mono", "dual"),
                        text("recording_status_callback"),
                        text("trim").or("do-not-trim").in("trim-silence", "do-not-trim", "true", "false"),
                        flag("detect_answering_machine"),
                        text("machine_detection").or("Enable").in("Enable", "DetectMessageEnd"),
                        text("machine_detection_timeout").or("30").between(3, 120),
                        text("machine_detection_speech_threshold").or("2400").between(1000, 6000),
                        text("machine_detection_speech_end_threshold").or("1200").between(500, 5000),
                        text("machine_detection_silence_timeout").or("5000").between(2000, 10_000),
                        text("send_digits").like("[0-9A-Da-d*#wW]{0,32}", "at most 32 of 0-9, A-D, *, #, w and W"),
                        text("sip_auth_username"),
                        text("sip_auth_password"))
                .stores("AnsweredBy", "MachineDetectionDuration");
    }

    private static void recording() {
        add(WidgetType.of(
                        "record-voicemail",
                        ON_CALL,
                        List.of("recordingComplete", "noAudio", "hangup"),
                        integer("timeout").or("5").between(0, 14_400),
                        text("finish_on_key").like("[0-9*#]*", "any of 0-9, * and #"),
                        integer("max_length").or("3600").between(1, 14_400),
                        flag("transcribe"),
                        text("transcription_callback_url"),
                        text("trim").or("trim-silence").in("trim-silence", "do-not-trim", "true", "false"),
                        text("play_beep").or("true").in("true", "false"),
                        text("recording_status_callback_url"))
                .aliases(Map.of("silence_timeout", "timeout", "transcribe_callback", "transcription_callback_url"))
                .stores("RecordingUrl", "RecordingDuration", "RecordingSid", "Digits", "Channels", "DateCreated",
                        "DateUpdated", "Price", "PriceUnit", "Sid", "Source", "Uri"));
        add(WidgetType.of(
                        "record-call",
                        OFF_CALL,
                        List.of("success", "failed"),
                        flag("record_call").must(),
                        text("recording_status_callback"),
                        method("recording_status_callback_method", "POST"),
                        text("recording_status_callback_events")
                                .or("completed")
                                .like("((in-progress|completed|absent) *)*", "a subset of in-progress completed absent"),
                        text("recording_channels").or("dual").in("mono", "dual"),
                        text("trim").or("do-not-trim").in("trim-silence", "do-not-trim"))
                .aliases(Map.of("recording_status_events", "recording_status_callback_events"))
                .stores("Sid", "ConferenceSid", "Status", "StartTime", "Duration", "DateCreated", "DateUpdated",
                        "ErrorCode", "Price", "PriceUnit", "Channels", "Source", "Uri", "EncryptionDetails"));
    }

    private static void reaching() {
        add(WidgetType.of(
                        "make-http-request",
                        OFF_CALL,
                        List.of("success", "failed"),
                        method("method", "GET"),
                        text("url").must(),
                        text("content_type")
                                .or("application/x-www-form-urlencoded;charset=utf-8")
                                .like(
                                        "(?i)application/(x-www-form-urlencoded|json)(; ?charset=utf-8)?",
                                        "application/x-www-form-urlencoded or application/json, with ;charset=utf-8"),
                        text("body"),
                        list("parameters"),
                        flag("add_twilio_auth"))
                .aliases(Map.of("send_twilio_credentials", "add_twilio_auth", "timeout", ""))
                .stores("status_code", "content_type", "body", "parsed"));
        add(WidgetType.of(
                        "run-function",
                        OFF_CALL,
                        List.of("success", "fail"),
                        text("url").must(),
                        list("parameters"),
                        text("service_sid"),
                        text("environment_sid"),
                        text("function_sid"))
                .stores("status_code", "content_type", "body", "parsed", "headers"));
        add(WidgetType.of(
                        "send-message",
                        OFF_CALL,
                        List.of("sent", "failed"),
                        text("body"),
                        text("from").must().or(FLOW),
                        text("to").or(CONTACT),
                        text("media_url"),
                        text("service"),
                        text("channel"),
                        text("attributes"),
                        text("message_type").in("custom", "content_template"),
                        text("content_sid"),
                        list("content_variables"),
                        flag("shorten_urls"))
                .aliases(Map.of(
                        "messaging_service_sid", "from", "chat_service_instance_sid", "service", "chat_channel_sid", "channel"))
                .stores("outbound"));
    }

    private static void unsupported() {
        none("send-and-wait-for-reply", "incomingMessage timeout deliveryFailure");
        none("fork-stream", "next");
        none("capture-payments", "success maxFailedAttempts providerError payInterrupted hangup validationError");
        none("connect-virtual-agent", "return hangup");
        none("connect-virtual-agent-v2", "completed live-agent-handoff failed timeout hangup paused");
        none("run-conversation-relay", "success failed");
        none("send-to-auto-pilot", "sessionEnded failure timeout");
        none("start-conversation", "created failed");
        none("resume-conversation", "resumed failed");
        none("create-task", "");
        none("understand", "");
        none("update-sync-object", "");
        none("add-member-to-chat-channel", "");
        none("create-chat-channel", "");
        none("run-function-v2", "");
    }

    private static void none(String name, String events) {
        add(WidgetType.of(name, UNSUPPORTED, events.isEmpty() ? List.of() : List.of(events.split(" "))));
    }
}
