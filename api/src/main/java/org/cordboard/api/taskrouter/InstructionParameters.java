package org.cordboard.api.taskrouter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Values;
import org.cordboard.api.ports.Instruction;
import org.cordboard.api.ports.Options;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.CallSid;

/// All parameters of a reservation update (7.4), and the instruction they amount to (7.3).
/// The newer browser client spells two of them differently; both spellings are taken.
final class InstructionParameters {
    private static final String[] CALL_EVENTS = {"initiated", "ringing", "answered", "completed"};
    private static final String[] RECORD = {
        "do-not-record",
        "record-from-answer",
        "record-from-ringing",
        "record-from-answer-dual",
        "record-from-ringing-dual"
    };
    private static final String[] CONFERENCE_EVENTS = {"start", "end", "join", "leave", "mute", "hold", "speaker"};

    static final Parameter<String> RESERVATION_STATUS = Parameter.word(
            "ReservationStatus",
            "pending",
            "accepted",
            "rejected",
            "timeout",
            "canceled",
            "rescinded",
            "wrapping",
            "completed");
    static final Parameter<ActivitySid> WORKER_ACTIVITY_SID = activity("WorkerActivitySid");
    static final Parameter<String> INSTRUCTION =
            Parameter.word("Instruction", "accept", "reject", "dequeue", "call", "redirect", "conference", "supervise");
    private static final Parameter<String> CALL_FROM = Parameter.text("CallFrom");
    private static final Parameter<String> CALL_URL = Parameter.url("CallUrl");
    private static final Parameter<CallSid> REDIRECT_CALL_SID =
            Parameter.sid("RedirectCallSid", "CA", CallSid::valid, CallSid::new);
    private static final Parameter<String> REDIRECT_URL = Parameter.url("RedirectUrl");
    private static final Parameter<String> SUPERVISOR = Parameter.text("Supervisor");
    private static final Parameter<String> SUPERVISOR_MODE =
            Parameter.word("SupervisorMode", "monitor", "whisper", "barge");

    /// Where a worker goes when the call is over, by instruction.
    static final Map<String, Parameter<ActivitySid>> POST_WORK = Map.of(
            "dequeue", activity("DequeuePostWorkActivitySid"), "conference", activity("PostWorkActivitySid"));

    private static final List<Parameter<?>> DEQUEUE = List.of(
            activity("DequeuePostWorkActivitySid"),
            Parameter.text("DequeueFrom"),
            Parameter.word("DequeueRecord", RECORD),
            Parameter.integer("DequeueTimeout", 1, 999),
            Parameter.text("DequeueTo"),
            Parameter.url("DequeueStatusCallbackUrl"),
            Parameter.words("DequeueStatusCallbackEvent", CALL_EVENTS),
            Parameter.words("DequeueStatusCallbackEvents", CALL_EVENTS));
    private static final List<Parameter<?>> CALL = List.of(
            Parameter.word("CallRecord", RECORD),
            Parameter.integer("CallTimeout", 1, 999),
            Parameter.text("CallTo"),
            Parameter.url("CallStatusCallbackUrl"),
            Parameter.flag("CallAccept"));
    private static final List<Parameter<?>> REDIRECT = List.of(Parameter.flag("RedirectAccept"));
    private static final List<Parameter<?>> CONFERENCE = List.of(
            Parameter.text("To"),
            Parameter.text("From"),
            Parameter.url("StatusCallback"),
            Parameter.method("StatusCallbackMethod"),
            Parameter.words("StatusCallbackEvent", CALL_EVENTS),
            Parameter.integer("Timeout", 1, 999),
            Parameter.flag("Record"),
            Parameter.flag("Muted"),
            Parameter.word("Beep", "true", "false", "onEnter", "onExit"),
            Parameter.flag("StartConferenceOnEnter"),
            Parameter.flag("EndConferenceOnExit"),
            Parameter.url("WaitUrl").clearable(),
            Parameter.method("WaitMethod"),
            Parameter.flag("EarlyMedia"),
            Parameter.integer("MaxParticipants", 2, 250),
            Parameter.url("ConferenceStatusCallback"),
            Parameter.method("ConferenceStatusCallbackMethod"),
            Parameter.words("ConferenceStatusCallbackEvent", CONFERENCE_EVENTS),
            Parameter.word("ConferenceRecord", "true", "false", "record-from-start", "do-not-record"),
            Parameter.word("ConferenceTrim", "trim-silence", "do-not-trim"),
            Parameter.word("RecordingChannels", "mono", "dual"),
            Parameter.url("RecordingStatusCallback"),
            Parameter.method("RecordingStatusCallbackMethod"),
            Parameter.url("ConferenceRecordingStatusCallback"),
            Parameter.method("ConferenceRecordingStatusCallbackMethod"),
            Parameter.text("Region"),
            Parameter.text("SipAuthUsername"),
            Parameter.text("SipAuthPassword"),
            activity("PostWorkActivitySid"),
            Parameter.flag("EndConferenceOnCustomerExit"),
            Parameter.flag("BeepOnCustomerEntrance"),
            Parameter.word("JitterBufferSize", "small", "medium", "large", "off"));

    static final List<Parameter<?>> WORKER_VIEW = joined(
            List.of(
                    RESERVATION_STATUS,
                    WORKER_ACTIVITY_SID,
                    INSTRUCTION,
                    CALL_FROM,
                    CALL_URL,
                    REDIRECT_CALL_SID,
                    REDIRECT_URL),
            DEQUEUE,
            CALL,
            REDIRECT,
            CONFERENCE);
    static final List<Parameter<?>> TASK_VIEW = joined(WORKER_VIEW, List.of(SUPERVISOR, SUPERVISOR_MODE));

    private InstructionParameters() {}

    private static Parameter<ActivitySid> activity(String name) {
        return Parameter.sid(name, "WA", ActivitySid::valid, ActivitySid::new);
    }

    @SafeVarargs
    private static List<Parameter<?>> joined(List<Parameter<?>>... groups) {
        List<Parameter<?>> all = new ArrayList<>();
        for (List<Parameter<?>> group : groups) {
            all.addAll(group);
        }
        return List.copyOf(all);
    }

    static Instruction read(Exchange x, Reservation reservation, String instruction) {
        return switch (instruction) {
            case "dequeue" -> new Instruction.Dequeue(reservation, options(x.values(), DEQUEUE, "Dequeue"));
            case "call" ->
                new Instruction.Call(
                        reservation, x.need(CALL_FROM), x.need(CALL_URL), options(x.values(), CALL, "Call"));
            case "redirect" ->
                new Instruction.Redirect(
                        reservation,
                        x.need(REDIRECT_CALL_SID).value(),
                        x.need(REDIRECT_URL),
                        options(x.values(), REDIRECT, "Redirect"));
            case "conference" -> new Instruction.Conference(reservation, options(x.values(), CONFERENCE, ""));
            case "supervise" -> supervise(x, reservation);
            case String other -> throw Problem.badRequest("Instruction " + other + " is not known here");
        };
    }

    private static Instruction supervise(Exchange x, Reservation reservation) {
        if (x.request().path().contains("/Workers/")) {
            throw Problem.badRequest("The supervise instruction is given below the task, not below the worker");
        }
        return new Instruction.Supervise(
                reservation, x.get(SUPERVISOR), x.get(SUPERVISOR_MODE, "monitor"), options(x.values(), CONFERENCE, ""));
    }

    /// What was given of a group, under the names without the instruction's prefix.
    static Options options(Values values, List<Parameter<?>> group, String prefix) {
        Options given = Options.given(values, group, prefix);
        if (!given.has("StatusCallbackEvents")) {
            return given;
        }
        Map<String, List<String>> respelled = new LinkedHashMap<>(given.values());
        respelled.put("StatusCallbackEvent", given.list("StatusCallbackEvents"));
        respelled.remove("StatusCallbackEvents");
        return Options.of(respelled);
    }

    /// The group of parameters of an instruction, for reading it from the answer of an assignment callback.
    static List<Parameter<?>> group(String instruction) {
        return switch (instruction) {
            case "dequeue" -> DEQUEUE;
            case "call" -> CALL;
            case "redirect" -> REDIRECT;
            case "conference" -> CONFERENCE;
            case String other -> List.of();
        };
    }
}
