package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cordboard.api.endpoint.Access;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Format;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.Calls;
import org.cordboard.api.ports.Options;
import org.cordboard.history.RecordArchive;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.jspecify.annotations.Nullable;

/// Recordings (10): of the account, of a call, of a conference, and their sound.
final class RecordingResource {
    private static final String DELETED = "deleted";
    private static final Duration RETAINED = Duration.ofDays(40);
    private static final String ALL = ACCOUNT + "/Recordings";
    private static final String OF_CALL = ACCOUNT + "/Calls/{CallSid}/Recordings";
    private static final String OF_CONFERENCE = ACCOUNT + "/Conferences/{ConferenceSid}/Recordings";
    private static final DateFilter DATE_CREATED = DateFilter.named("DateCreated");
    private static final Parameter<CallSid> CALL_SID = Parameter.sid("CallSid", "CA", CallSid::valid, CallSid::new);
    private static final Parameter<ConferenceSid> CONFERENCE_SID =
            Parameter.sid("ConferenceSid", "CF", ConferenceSid::valid, ConferenceSid::new);
    private static final Parameter<Boolean> INCLUDE_SOFT_DELETED = Parameter.flag("IncludeSoftDeleted");
    private static final Parameter<String> NEW_STATUS = Parameter.word("Status", "in-progress", "paused", "stopped");
    private static final Parameter<String> PAUSE_BEHAVIOR = Parameter.word("PauseBehavior", "skip", "silence");

    private static final Representation<Recording> SHAPE = shape("recording", RecordingResource::uri)
            .links(
                    "subresource_uris",
                    (r, at) -> Uris.below(uri(r), "add_on_results", "AddOnResults", "transcriptions", "Transcriptions"))
            .text("media_url", (r, at) -> at.base() + uri(r).replace(".json", ""))
            .build();
    private static final Representation<Recording> CALL_SHAPE = shape(
                    "call_recording",
                    r -> Uris.of(r.account(), "Calls", String.valueOf(r.call()), "Recordings", r.sid()))
            .text("track", (r, at) -> r.track())
            .build();
    private static final Representation<Recording> CONFERENCE_SHAPE = shape(
                    "conference_recording",
                    r -> Uris.of(r.account(), "Conferences", String.valueOf(r.conference()), "Recordings", r.sid()))
            .build();

    private static Representation.Builder<Recording> shape(String name, Function<Recording, String> uri) {
        return Representation.<Recording>named(name)
                .text("sid", (r, at) -> r.sid().value())
                .text("account_sid", (r, at) -> r.account().value())
                .text("api_version", (r, at) -> Uris.API_VERSION)
                .text("call_sid", (r, at) -> CallResource.value(r.call()))
                .text("conference_sid", (r, at) -> CallResource.value(r.conference()))
                .rfc2822("start_time", (r, at) -> r.startTime())
                .rfc2822("date_created", (r, at) -> r.dateCreated())
                .rfc2822("date_updated", (r, at) -> r.dateUpdated())
                .text("duration", (r, at) -> text(r.duration()))
                .integer("channels", (r, at) -> r.channels())
                .text("source", (r, at) -> r.source())
                .text("status", (r, at) -> r.status())
                .integer("error_code", (r, at) -> r.errorCode())
                .text("price", (r, at) -> r.details().get("price"))
                .text("price_unit", (r, at) -> "USD")
                .empty("encryption_details")
                .text("uri", (r, at) -> uri.apply(r));
    }

    private final Records records;
    private final Calls calls;
    private final RecordingSound sound;
    private final Access listeners;

    /// @param folder of the recordings' files; null when nothing is recorded
    /// @param open whether whoever knows its SID may listen to a recording
    RecordingResource(Records records, Calls calls, @Nullable Path folder, boolean open) {
        this.records = records;
        this.calls = calls;
        this.sound = new RecordingSound(calls, folder);
        this.listeners = open ? Access.ACCOUNT_FOR_WRITING : Access.ACCOUNT;
    }

    List<Endpoint> endpoints() {
        List<Parameter<?>> filters = new ArrayList<>(List.of(CALL_SID, CONFERENCE_SID, INCLUDE_SOFT_DELETED));
        filters.addAll(DATE_CREATED.parameters());
        List<Endpoint> rows = new ArrayList<>(List.of(
                Endpoint.get("api", ALL, "ListRecording")
                        .takes(Paging.with(filters.toArray(Parameter<?>[]::new)))
                        .lists("recordings", SHAPE)
                        .by(x -> list(
                                x,
                                SHAPE,
                                RecordArchive.Query.of(Recording.class, x.account().sid())
                                        .parent(x.get(CALL_SID))
                                        .other(x.get(CONFERENCE_SID)),
                                r -> chosen(x, r))),
                fetching(ALL, "FetchRecording", SHAPE, x -> r -> true),
                Endpoint.delete("api", ALL + "/{Sid}", "DeleteRecording").by(x -> delete(x, r -> true))));
        rows.addAll(below(OF_CALL, "Call", CALL_SHAPE, this::queryOfCall, this::ofCall));
        rows.addAll(below(OF_CONFERENCE, "Conference", CONFERENCE_SHAPE, this::queryOfConference, this::ofConference));
        rows.add(Endpoint.create("api", OF_CALL, "CreateCallRecording")
                .takes(CallParameters.RECORDING)
                .answers(CALL_SHAPE)
                .by(this::start));
        return rows;
    }

    private List<Endpoint> below(
            String path,
            String owner,
            Representation<Recording> shape,
            Function<Exchange, RecordArchive.Query<Recording>> query,
            Function<Exchange, Predicate<Recording>> which) {
        return List.of(
                Endpoint.get("api", path, "List" + owner + "Recording")
                        .takes(Paging.with(DATE_CREATED.parameters().toArray(Parameter<?>[]::new)))
                        .lists("recordings", shape)
                        .by(x -> list(x, shape, query.apply(x), which.apply(x))),
                fetching(path, "Fetch" + owner + "Recording", shape, which),
                Endpoint.post("api", path + "/{Sid}", "Update" + owner + "Recording")
                        .takes(NEW_STATUS.required(), PAUSE_BEHAVIOR)
                        .answers(shape)
                        .by(x -> control(x, shape, which.apply(x))),
                Endpoint.delete("api", path + "/{Sid}", "Delete" + owner + "Recording")
                        .by(x -> delete(x, which.apply(x))));
    }

    /// With `.json` or `.xml` the resource, otherwise its sound (10.3).
    private Endpoint fetching(
            String path,
            String name,
            Representation<Recording> shape,
            Function<Exchange, Predicate<Recording>> which) {
        return Endpoint.get("api", path + "/{Sid}", name)
                .open(listeners)
                .takes(INCLUDE_SOFT_DELETED, RecordingSound.REQUESTED_CHANNELS)
                .answers(shape)
                .by(x -> Format.isNamed(x.request()) ? x.ok(shape, recording(x, which.apply(x))) : heard(x));
    }

    private Answer heard(Exchange x) {
        String name = x.path("Sid");
        Recording recording = records.need(
                x, Recording.class, RecordingSound.sid(name), Recording::account, x.path("AccountSid"));
        CallSid call = recording.call();
        ConferenceSid conference = recording.conference();
        boolean elsewhere = x.hasPath("CallSid") && (call == null || !call.value().equals(x.path("CallSid")))
                || x.hasPath("ConferenceSid")
                        && (conference == null || !conference.value().equals(x.path("ConferenceSid")));
        if (elsewhere) {
            throw x.notFound();
        }
        return sound.of(x, recording, name);
    }

    private Predicate<Recording> ofCall(Exchange x) {
        Call call = records.need(x, Call.class, x.path("CallSid"), Call::account);
        // A recording begun on a dialled leg is its parent's.
        CallSid parent = call.parent();
        return r -> call.sid().equals(r.call()) || (parent != null && parent.equals(r.call()));
    }

    private Predicate<Recording> ofConference(Exchange x) {
        Conference conference = ConferenceResource.conference(x, records, "ConferenceSid");
        return r -> conference.sid().equals(r.conference());
    }

    private RecordArchive.Query<Recording> queryOfCall(Exchange x) {
        Call call = records.need(x, Call.class, x.path("CallSid"), Call::account);
        return RecordArchive.Query.of(Recording.class, call.account()).parent(call.sid());
    }

    private RecordArchive.Query<Recording> queryOfConference(Exchange x) {
        Conference conference = ConferenceResource.conference(x, records, "ConferenceSid");
        return RecordArchive.Query.of(Recording.class, conference.account()).other(conference.sid());
    }

    private static boolean chosen(Exchange x, Recording recording) {
        CallSid call = x.get(CALL_SID);
        ConferenceSid conference = x.get(CONFERENCE_SID);
        return (call == null || call.equals(recording.call()))
                && (conference == null || conference.equals(recording.conference()));
    }

    private Answer list(
            Exchange x,
            Representation<Recording> shape,
            RecordArchive.Query<Recording> query,
            Predicate<Recording> wanted) {
        Order<Recording> order = Order.newestFirst(Recording::dateCreated, r -> r.sid().value());
        List<Recording> all = records.listed(
                x,
                DATE_CREATED.narrowed(x, query),
                r -> r.account().equals(x.account().sid())
                        && wanted.test(r)
                        && isShown(x, r)
                        && DATE_CREATED.passes(x, r.dateCreated()),
                order);
        return Paging.v2010(x, "recordings", shape, all, order);
    }

    /// A deleted one is there for forty days, for those who ask.
    private static boolean isShown(Exchange x, Recording recording) {
        return !recording.status().equals(DELETED)
                || (x.get(INCLUDE_SOFT_DELETED, false)
                        && recording.dateUpdated().isAfter(x.place().now().minus(RETAINED)));
    }

    /// `Twilio.CURRENT` names the one that runs.
    private Recording recording(Exchange x, Predicate<Recording> wanted) {
        String sid = x.path("Sid");
        if (sid.equals("Twilio.CURRENT")) {
            boolean mix = x.hasPath("ConferenceSid");
            return records
                    .all(
                            Recording.class,
                            r -> r.account().equals(x.account().sid())
                                    && wanted.test(r)
                                    && runs(r)
                                    && mix == (r.conference() != null))
                    .stream()
                    .findFirst()
                    .orElseThrow(x::notFound);
        }
        Recording recording = records.need(x, Recording.class, sid, Recording::account);
        if (!wanted.test(recording) || !isShown(x, recording)) {
            throw x.notFound();
        }
        return recording;
    }

    private static boolean runs(Recording recording) {
        return recording.status().equals("in-progress") || recording.status().equals("paused");
    }

    private Answer start(Exchange x) {
        Call call = records.need(x, Call.class, x.path("CallSid"), Call::account);
        if (call.status() != CallStatus.IN_PROGRESS) {
            throw new Problem(ErrorCode.CALL_NOT_IN_PROGRESS, "Requested resource is not eligible for recording");
        }
        Options options = Options.given(x.values(), CallParameters.RECORDING, "");
        return x.answer(201, CALL_SHAPE, calls.record(call, options));
    }

    private Answer control(Exchange x, Representation<Recording> shape, Predicate<Recording> wanted) {
        Recording recording = recording(x, wanted);
        if (!runs(recording)) {
            throw new Problem(
                    ErrorCode.RECORDING_STATE,
                    "Recording " + recording.sid() + " is " + recording.status() + " and cannot be changed");
        }
        Options options = Options.given(x.values(), List.of(PAUSE_BEHAVIOR), "");
        return x.ok(shape, calls.control(recording, x.need(NEW_STATUS), options));
    }

    /// The sound goes at once, the record after forty days.
    private Answer delete(Exchange x, Predicate<Recording> wanted) {
        Recording recording = recording(x, wanted);
        if (runs(recording) || recording.status().equals("processing")) {
            throw new Problem(ErrorCode.NOT_COMPLETE, "Recording " + recording.sid() + " is not complete");
        }
        Instant now = x.place().now();
        records.put(x, recording.with(DELETED, now));
        sound.delete(recording);
        List<Recording> old = records.everything(
                RecordArchive.Query.of(Recording.class, recording.account())
                        .statuses(List.of(DELETED))
                        .updatedBetween(null, now.minus(RETAINED)),
                r -> r.account().equals(recording.account())
                        && r.status().equals(DELETED)
                        && r.dateUpdated().isBefore(now.minus(RETAINED)));
        if (!old.isEmpty()) {
            records.remove(x, old);
        }
        return Answer.empty(204);
    }

    private static String uri(Recording recording) {
        return Uris.of(recording.account(), "Recordings", recording.sid());
    }

    private static @Nullable String text(@Nullable Integer number) {
        return number == null ? null : number.toString();
    }
}
