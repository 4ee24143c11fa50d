package org.cordboard.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Builds the typed widget from its JSON properties, defaults filled in.
final class Widgets {

    private static final Set<String> JSON_TYPES = Set.of("json", "object");

    private final WidgetType type;
    private final JsonNode properties;

    private Widgets(WidgetType type, JsonNode properties) {
        this.type = type;
        this.properties = properties;
    }

    static Widget of(WidgetType type, JsonNode properties) {
        return new Widgets(type, properties).widget();
    }

    private Widget widget() {
        return switch (type.name()) {
            case "trigger" -> new Widget.Trigger();
            case "say-play" ->
                new Widget.SayPlay(
                        text("say"), text("play"), text("digits"), text("voice"), text("language"), text("loop"));
            case "gather-input-on-call" -> gather();
            case "split-based-on" -> new Widget.Split(text("input"));
            case "enqueue-call" ->
                new Widget.Enqueue(
                        text("workflow_sid"),
                        text("queue_name"),
                        text("task_attributes"),
                        text("priority"),
                        text("timeout"),
                        text("wait_url"),
                        text("wait_url_method"));
            case "connect-call-to" -> connect();
            case "make-outgoing-call-v1" -> outgoingCall(true);
            case "make-outgoing-call-v2" -> outgoingCall(false);
            case "record-voicemail" ->
                new Widget.Voicemail(
                        text("timeout"),
                        text("finish_on_key"),
                        text("max_length"),
                        text("transcribe"),
                        text("transcription_callback_url"),
                        text("trim"),
                        text("play_beep"),
                        text("recording_status_callback_url"));
            case "record-call" ->
                new Widget.RecordCall(
                        text("record_call"),
                        text("recording_status_callback"),
                        text("recording_status_callback_method"),
                        text("recording_status_callback_events"),
                        text("recording_channels"),
                        text("trim"));
            case "make-http-request" ->
                new Widget.HttpRequest(
                        text("method"),
                        text("url"),
                        text("content_type"),
                        text("body"),
                        list("parameters"),
                        text("add_twilio_auth"));
            case "run-function" -> new Widget.RunFunction(text("url"), list("parameters"));
            case "set-variables" -> new Widget.SetVariables(list("variables"));
            case "add-twiml-redirect" -> new Widget.TwimlRedirect(text("url"), text("method"), text("timeout"));
            case "send-to-flex" ->
                new Widget.SendToFlex(
                        text("workflow"),
                        text("channel"),
                        text("attributes"),
                        text("priority"),
                        text("timeout"),
                        text("waitUrl"),
                        text("waitUrlMethod"));
            case "run-subflow" ->
                new Widget.RunSubflow(text("flow_sid"), text("flow_revision"), list("parameters"));
            case "send-message" -> sendMessage();
            default -> new Widget.Unsupported(type.name());
        };
    }

    private Widget gather() {
        return new Widget.Gather(
                text("say"),
                text("play"),
                text("voice"),
                text("language"),
                text("loop"),
                text("timeout"),
                text("stop_gather"),
                text("finish_on_key"),
                text("number_of_digits"),
                text("gather_language"),
                text("hints"),
                text("profanity_filter"),
                text("speech_timeout"),
                text("speech_model"));
    }

    private Widget connect() {
        return new Widget.Connect(
                text("noun"),
                text("to"),
                text("caller_id"),
                text("record"),
                text("timeout"),
                text("time_limit"),
                text("sip_endpoint"),
                text("sip_username"),
                text("sip_password"));
    }

    private Widget outgoingCall(boolean firstVersion) {
        return new Widget.OutgoingCall(
                firstVersion,
                text("to"),
                text("from"),
                text("record"),
                text("timeout"),
                text("recording_channels"),
                text("recording_status_callback"),
                text("trim"),
                text("detect_answering_machine"),
                text("machine_detection"),
                text("machine_detection_timeout"),
                text("machine_detection_speech_threshold"),
                text("machine_detection_speech_end_threshold"),
                text("machine_detection_silence_timeout"),
                text("send_digits"),
                text("sip_auth_username"),
                text("sip_auth_password"));
    }

    private Widget sendMessage() {
        return new Widget.SendMessage(
                text("body"),
                text("from"),
                text("to"),
                text("media_url"),
                text("service"),
                text("channel"),
                text("attributes"),
                text("message_type"),
                text("content_sid"),
                list("content_variables"));
    }

    private String text(String name) {
        var value = properties.path(name);
        return value.isValueNode() && !value.isNull() ? value.asText() : type.fallback(name);
    }

    private List<Widget.Parameter> list(String name) {
        var list = new ArrayList<Widget.Parameter>();
        for (var entry : properties.path(name)) {
            boolean json = entry.path("parse_as_json").asBoolean()
                    || entry.path("parse_as_json_object").asBoolean()
                    || JSON_TYPES.contains(entry.path("type").asText());
            var value = entry.path("value");
            list.add(new Widget.Parameter(
                    entry.path("key").asText(), value.isContainerNode() ? Json.write(value) : value.asText(""), json));
        }
        return list;
    }
}
