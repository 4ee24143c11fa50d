package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.Conferences;
import org.cordboard.api.ports.Options;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.jspecify.annotations.Nullable;

/// The legs of live conferences (7.6). Once a leg has left, nothing is here any more.
final class ParticipantResource {
    private static final String LIST = ACCOUNT + "/Conferences/{ConferenceSid}/Participants";
    private static final String ITEM = LIST + "/{CallSid}";
    private static final Pattern APPLICATION = Pattern.compile("app:AP[0-9a-fA-F]{32}(\\?.*)?");
    private static final Parameter<Boolean> MUTED = Parameter.flag("Muted");
    private static final Parameter<Boolean> HOLD = Parameter.flag("Hold");
    private static final Parameter<Boolean> COACHING = Parameter.flag("Coaching");
    private static final Parameter<CallSid> CALL_SID_TO_COACH =
            Parameter.sid("CallSidToCoach", "CA", CallSid::valid, CallSid::new).code(ErrorCode.COACH_TARGET);
    private static final Parameter<String> LABEL =
            Parameter.text("Label", 128).code(ErrorCode.PARTICIPANT_LABEL_INVALID);

    private static final List<Parameter<?>> JOINING = List.of(
            LABEL,
            MUTED,
            Parameter.word("Beep", "true", "false", "onEnter", "onExit"),
            Parameter.flag("StartConferenceOnEnter"),
            Parameter.flag("EndConferenceOnExit"),
            Parameter.url("WaitUrl").clearable(),
            Parameter.method("WaitMethod"),
            Parameter.flag("EarlyMedia"),
            Parameter.integer("MaxParticipants", 2, 250),
            COACHING,
            CALL_SID_TO_COACH,
            Parameter.word("JitterBufferSize", "small", "medium", "large", "off"),
            Parameter.text("Region"),
            Parameter.word("ConferenceRecord", "true", "false", "record-from-start", "do-not-record"),
            Parameter.word("ConferenceTrim", "trim-silence", "do-not-trim"),
            Parameter.url("ConferenceStatusCallback"),
            Parameter.method("ConferenceStatusCallbackMethod"),
            Parameter.words(
                    "ConferenceStatusCallbackEvent",
                    "start",
                    "end",
                    "join",
                    "leave",
                    "mute",
                    "hold",
                    "modify",
                    "speaker",
                    "announcement"),
            Parameter.url("ConferenceRecordingStatusCallback"),
            Parameter.method("ConferenceRecordingStatusCallbackMethod"),
            Parameter.repeated("ConferenceRecordingStatusCallbackEvent"),
            Parameter.text("CallerDisplayName", 255),
            Parameter.url("AmdStatusCallback"),
            Parameter.method("AmdStatusCallbackMethod"));
    private static final List<Parameter<?>> CREATING = Stream.of(
                    JOINING, CallParameters.CALLING, CallParameters.RECORDING, CallParameters.MACHINE_DETECTION)
            .flatMap(List::stream)
            .toList();
    private static final List<Parameter<?>> CHANGING = List.of(
            MUTED,
            HOLD,
            Parameter.url("HoldUrl"),
            Parameter.method("HoldMethod"),
            Parameter.url("AnnounceUrl"),
            Parameter.method("AnnounceMethod"),
            Parameter.url("WaitUrl").clearable(),
            Parameter.method("WaitMethod"),
            Parameter.flag("BeepOnExit"),
            Parameter.flag("EndConferenceOnExit"),
            COACHING,
            CALL_SID_TO_COACH);

    static final Representation<Participant> SHAPE = Representation.<Participant>named("participant")
            .text("account_sid", (p, at) -> p.account().value())
            .text("call_sid", (p, at) -> p.call().value())
            .text("label", (p, at) -> p.label())
            .text("call_sid_to_coach", (p, at) -> CallResource.value(p.callToCoach()))
            .flag("coaching", (p, at) -> p.coaching())
            .text("conference_sid", (p, at) -> p.conference().value())
            .rfc2822("date_created", (p, at) -> p.dateCreated())
            .rfc2822("date_updated", (p, at) -> p.dateUpdated())
            .flag("end_conference_on_exit", (p, at) -> p.endConferenceOnExit())
            .flag("muted", (p, at) -> p.muted())
            .flag("hold", (p, at) -> p.hold())
            .flag("start_conference_on_enter", (p, at) -> p.startConferenceOnEnter())
            .text("status", (p, at) -> p.status())
            .text("queue_time", (p, at) -> p.status().equals("queued") ? "0" : null)
            .text("uri", (p, at) -> Uris.of(p.account(), "Conferences", p.conference(), "Participants", p.call()))
            .build();

    private final Records records;
    private final Conferences conferences;

    ParticipantResource(Records records, Conferences conferences) {
        this.records = records;
        this.conferences = conferences;
    }

    List<Endpoint> endpoints() {
        List<Parameter<?>> create = Stream.concat(Stream.of(CallParameters.TO, CallParameters.FROM), CREATING.stream())
                .toList();
        return List.of(
                Endpoint.get("api", LIST, "ListParticipant")
                        .takes(Paging.with(MUTED, HOLD, COACHING))
                        .lists("participants", SHAPE)
                        .by(this::list),
                Endpoint.create("api", LIST, "CreateParticipant")
                        .takes(create)
                        .answers(SHAPE)
                        .by(this::create),
                Endpoint.get("api", ITEM, "FetchParticipant").answers(SHAPE).by(x -> x.ok(SHAPE, participant(x))),
                Endpoint.post("api", ITEM, "UpdateParticipant")
                        .takes(CHANGING)
                        .answers(SHAPE)
                        .by(this::update),
                Endpoint.delete("api", ITEM, "DeleteParticipant").by(x -> {
                    conferences.remove(participant(x));
                    return Answer.empty(204);
                }));
    }

    private List<Participant> in(Conference conference) {
        return conference.status().equals("completed")
                ? List.of()
                : records.all(Participant.class, p -> p.conference().equals(conference.sid()));
    }

    /// By the SID of the call, or by label.
    private Participant participant(Exchange x) {
        String wanted = x.path("CallSid");
        for (Participant one : in(ConferenceResource.conference(x, records, "ConferenceSid"))) {
            if (one.call().value().equalsIgnoreCase(wanted) || wanted.equals(one.label())) {
                return one;
            }
        }
        throw x.notFound();
    }

    private Answer list(Exchange x) {
        List<Participant> all = in(ConferenceResource.conference(x, records, "ConferenceSid")).stream()
                .filter(p -> same(x.get(MUTED), p.muted())
                        && same(x.get(HOLD), p.hold())
                        && same(x.get(COACHING), p.coaching()))
                .toList();
        return Paging.v2010(
                x,
                "participants",
                SHAPE,
                all,
                Order.newestFirst(Participant::dateCreated, p -> p.call().value()));
    }

    private static boolean same(@Nullable Boolean wanted, boolean is) {
        return wanted == null || wanted == is;
    }

    private Answer create(Exchange x) {
        String to = Numbers.normalised(x.need(CallParameters.TO));
        if (!Numbers.isCallable(to) && !APPLICATION.matcher(to).matches()) {
            throw new Problem(
                    ErrorCode.CALL_TO_INVALID, "To must be a number like +15551234567, client:name, sip:user@host or app:AP…");
        }
        String named = x.path("ConferenceSid");
        if (ConferenceSid.valid(named)) {
            Conference conference = records.find(Conference.class, new ConferenceSid(named).value());
            if (conference == null
                    || !conference.account().equals(x.account().sid())
                    || conference.status().equals("completed")) {
                throw new Problem(ErrorCode.CONFERENCE_GONE, "Conference " + named + " is not there or has ended");
            }
            labelIsFree(x, conference);
        }
        if (x.get(COACHING, false) && !x.has(CALL_SID_TO_COACH)) {
            throw new Problem(ErrorCode.COACH_TARGET, "Coaching needs CallSidToCoach");
        }
        CallParameters.checkByoc(x, to, records);
        Options options = Options.given(x.values(), CREATING, "");
        return x.answer(
                201,
                SHAPE,
                conferences.add(x.account(), named, to, Numbers.normalised(x.need(CallParameters.FROM)), options));
    }

    private void labelIsFree(Exchange x, Conference conference) {
        String label = x.get(LABEL);
        if (label != null && in(conference).stream().anyMatch(p -> label.equals(p.label()))) {
            throw new Problem(ErrorCode.PARTICIPANT_LABEL_IN_USE, "Label " + label + " is in use in this conference");
        }
    }

    private Answer update(Exchange x) {
        Participant participant = participant(x);
        CallSid target = x.get(CALL_SID_TO_COACH);
        if (target != null
                && in(ConferenceResource.conference(x, records, "ConferenceSid")).stream()
                        .noneMatch(p -> p.call().equals(target))) {
            throw new Problem(ErrorCode.COACH_TARGET, "CallSidToCoach " + target + " is not in this conference");
        }
        return x.ok(SHAPE, conferences.update(participant, Options.given(x.values(), CHANGING, "")));
    }
}
