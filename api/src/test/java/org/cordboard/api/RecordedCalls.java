package org.cordboard.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cordboard.api.ports.Calls;
import org.cordboard.api.ports.Conferences;
import org.cordboard.api.ports.FlowRuns;
import org.cordboard.api.ports.Instruction;
import org.cordboard.api.ports.Interaction;
import org.cordboard.api.ports.Interactions;
import org.cordboard.api.ports.Instructions;
import org.cordboard.api.ports.Options;
import org.cordboard.api.ports.Ports;
import org.cordboard.api.ports.VoiceQueues;
import org.cordboard.api.ports.Texts;
import org.cordboard.api.ports.WorkerLegs;
import org.cordboard.routing.Engine;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TextMessage;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.cordboard.routing.sid.MessageSid;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.routing.sid.WorkerSid;

/// The telephony side for tests: writes the records a call would leave, and keeps what it was asked.
public final class RecordedCalls
        implements Calls, Conferences, VoiceQueues, Instructions, WorkerLegs, FlowRuns, Texts {
    public final List<String> asked = new CopyOnWriteArrayList<>();
    public final List<Instruction> instructions = new CopyOnWriteArrayList<>();
    public final List<Options> options = new CopyOnWriteArrayList<>();
    private final Engine engine;
    private int made;

    RecordedCalls(Engine engine) {
        this.engine = engine;
    }

    Ports ports() {
        return new Ports(this, this, this, this, this, this, this, kept);
    }

    /// The requests about calls, in memory.
    private final Interactions kept = new Interactions() {
        private final List<Map.Entry<CallSid, Interaction>> all = new CopyOnWriteArrayList<>();

        @Override
        public void add(CallSid call, Interaction interaction) {
            all.add(Map.entry(call, interaction));
        }

        @Override
        public List<Interaction> of(CallSid call, Instant created) {
            return all.stream()
                    .filter(e -> e.getKey().equals(call))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    };

    /// No file, unless a test put one where it would be.
    @Override
    public Path sound(Recording recording, boolean mp3, int channels) {
        asked.add("sound " + (mp3 ? "mp3 " : "wav ") + channels);
        return sounds.get((mp3 ? "mp3 " : "wav ") + channels);
    }

    public final Map<String, Path> sounds = new ConcurrentHashMap<>();

    @Override
    public Forked fork(Fork what, Call call, Options given, Map<String, String> custom) {
        options.add(given);
        return switch (what) {
            case STREAM -> {
                asked.add("stream " + given.text("Url") + " " + custom);
                yield new Forked(sid("MZ"), given.text("Name"), true);
            }
            case SIPREC -> {
                asked.add("siprec " + given.text("ConnectorName") + " " + custom);
                yield new Forked(sid("SR"), given.text("Name"), true);
            }
            case TRANSCRIPTION -> {
                asked.add("transcription " + given.text("LanguageCode"));
                yield new Forked(sid("GT"), given.text("Name"), true);
            }
        };
    }

    @Override
    public Forked stopFork(Fork what, Call call, String sidOrName) {
        asked.add("stop " + sidOrName);
        boolean known = sidOrName.matches("(MZ|SR|GT)[0-9a-f]{32}") || sidOrName.equals("bot");
        return known ? new Forked(sidOrName, "bot", false) : null;
    }

    @Override
    public void message(Call call, String sid, String content) {
        asked.add("message " + content);
    }

    @Override
    public String audio(Call call) {
        return call.status() == CallStatus.QUEUED
                ? null
                : "{\"cause\":\"NO_PACKETS\",\"healthy\":false,\"diagnosis\":\"No packets.\",\"codec\":\"PCMU\","
                        + "\"transport\":\"sip\",\"inbound\":{\"packets\":0}}";
    }

    /// Everybody types the right digits at once.
    @Override
    public Call validate(Account account, String number, String code, Proved proved, Options given) {
        asked.add("validate " + number + " " + given.values());
        put(proved.kept());
        return create(account, number, number, new Twiml.Inline(""), given);
    }

    private <E extends Entity> E put(E entity) {
        engine.submit(new RecordCommand.Put(List.of(entity)));
        return entity;
    }

    @Override
    public TextMessage send(Account account, String from, String to, String body, String callback) {
        asked.add("text from " + from + " to " + to + (callback == null ? "" : ", told to " + callback));
        return text(account, from, to, body, "outbound-api", "queued");
    }

    @Override
    public TextMessage bring(Account account, String from, String to, String body) {
        return text(account, from, to, body, "inbound", "received");
    }

    private TextMessage text(Account account, String from, String to, String body, String direction, String status) {
        Instant now = engine.read(view -> view.now());
        return put(new TextMessage(
                new MessageSid(sid("SM")), account.sid(), from, to, body, direction, status, null, 1, Map.of(), null, now,
                now));
    }

    private String sid(String prefix) {
        return prefix + "%032x".formatted(++made);
    }

    public Call call(Account account, CallStatus status, Instant at) {
        return put(new Call(
                new CallSid(sid("CA")),
                account.sid(),
                null,
                "+15550001111",
                "+15550002222",
                status,
                "outbound-api",
                null,
                null,
                status == CallStatus.QUEUED ? null : at,
                status == CallStatus.QUEUED ? null : at,
                status.isFinal() ? at.plusSeconds(17) : null,
                200,
                "n1",
                Map.of(),
                at,
                at));
    }

    public Call with(Call c, CallStatus status) {
        return put(new Call(
                c.sid(),
                c.account(),
                c.parent(),
                c.from(),
                c.to(),
                status,
                c.direction(),
                c.phoneNumber(),
                c.answeredBy(),
                c.dateCreated(),
                c.answerTime(),
                status.isFinal() ? c.dateCreated().plusSeconds(17) : null,
                200,
                c.node(),
                c.details(),
                c.dateCreated(),
                c.dateUpdated()));
    }

    @Override
    public Call create(Account account, String to, String from, Twiml twiml, Options given) {
        asked.add("call " + to + " from " + from + " " + twiml.getClass().getSimpleName());
        options.add(given);
        Call call = call(account, CallStatus.QUEUED, Centre.START);
        return put(new Call(
                call.sid(),
                account.sid(),
                null,
                from,
                to,
                CallStatus.QUEUED,
                "outbound-api",
                null,
                null,
                null,
                null,
                null,
                null,
                "n1",
                Map.of(),
                call.dateCreated(),
                call.dateUpdated()));
    }

    @Override
    public Call end(Call call, boolean canceledOnly) {
        asked.add("end " + call.sid() + (canceledOnly ? " if unanswered" : ""));
        boolean answered = call.status() == CallStatus.IN_PROGRESS;
        return answered && canceledOnly ? call : with(call, answered ? CallStatus.COMPLETED : CallStatus.CANCELED);
    }

    @Override
    public Call redirect(Call call, Twiml twiml, Options given) {
        asked.add("redirect " + call.sid() + " " + twiml);
        return call;
    }

    @Override
    public Recording record(Call call, Options given) {
        asked.add("record " + call.sid());
        return recording(call, "in-progress");
    }

    public Recording recording(Call call, String status) {
        return put(new Recording(
                new RecordingSid(sid("RE")),
                call.account(),
                call.sid(),
                null,
                status,
                "StartCallRecordingAPI",
                1,
                "both",
                status.equals("completed") ? 12 : null,
                null,
                "a.wav",
                Centre.START,
                Map.of(),
                Centre.START,
                Centre.START));
    }

    @Override
    public Call change(Call call, Options given) {
        asked.add("change " + given.values());
        return call;
    }

    @Override
    public Recording control(Recording recording, String status, Options given) {
        asked.add("recording " + status);
        return recording;
    }

    public Conference conference(Account account, String name, String status) {
        return put(new Conference(
                new ConferenceSid(sid("CF")),
                account.sid(),
                name,
                status,
                null,
                null,
                "n1",
                Centre.START,
                Centre.START));
    }

    @Override
    public Conference end(Conference c) {
        asked.add("end conference " + c.friendlyName());
        return put(new Conference(
                c.sid(),
                c.account(),
                c.friendlyName(),
                "completed",
                "conference-ended-via-api",
                null,
                c.node(),
                c.dateCreated(),
                c.dateUpdated()));
    }

    @Override
    public Conference announce(Conference conference, Options given) {
        asked.add("announce " + given.text("AnnounceUrl"));
        return conference;
    }

    @Override
    public Participant add(Account account, String conference, String to, String from, Options given) {
        asked.add("add " + to + " to " + conference);
        Conference known = engine.read(view -> view.record(Conference.class, conference));
        Conference room = known == null ? conference(account, conference, "in-progress") : known;
        return participant(room, call(account, CallStatus.QUEUED, Centre.START), given.text("Label"));
    }

    public Participant participant(Conference room, Call call, String label) {
        return put(new Participant(
                room.sid(),
                call.sid(),
                room.account(),
                label,
                false,
                false,
                false,
                null,
                true,
                false,
                "queued",
                Centre.START,
                Centre.START));
    }

    @Override
    public Participant update(Participant participant, Options given) {
        asked.add("participant " + given.values());
        return participant;
    }

    @Override
    public void remove(Participant participant) {
        asked.add("kick " + participant.call());
    }

    @Override
    public void dequeue(QueueMember member, String url, String method) {
        asked.add("dequeue " + member.call() + " " + method + " " + url);
    }

    @Override
    public void start(Instruction instruction) {
        instructions.add(instruction);
    }

    @Override
    public void updateWorker(Reservation reservation, Options given) {
        asked.add("worker leg " + given.values());
    }

    @Override
    public void updateCustomer(Task task, Options given) {
        asked.add("customer leg " + given.values());
    }

    @Override
    public void holdWorker(Task task, WorkerSid target, Options given) {
        asked.add("hold worker " + target);
    }

    @Override
    public void kickWorker(Task task, WorkerSid target) {
        asked.add("kick worker " + target);
    }

    @Override
    public Execution start(
            Account account,
            Flow flow,
            FlowRevision revision,
            String to,
            String from,
            String parameters,
            String requestSid) {
        asked.add("run " + flow.friendlyName() + " revision " + revision.revision() + " for " + to);
        return put(new Execution(
                new ExecutionSid(sid("FN")),
                account.sid(),
                flow.sid(),
                revision.revision(),
                to,
                "active",
                null,
                "{\"flow\":{\"channel\":{\"address\":\"" + from + "\"},\"data\":"
                        + (parameters == null ? "{}" : parameters) + "}}",
                Centre.START,
                Centre.START));
    }

    @Override
    public Execution end(Execution e) {
        asked.add("end execution");
        return put(new Execution(
                e.sid(),
                e.account(),
                e.flow(),
                e.flowRevision(),
                e.contactChannelAddress(),
                "ended",
                e.call(),
                e.context(),
                e.dateCreated(),
                e.dateUpdated()));
    }

    /// What was asked so far, newest last.
    public List<String> asked() {
        return new ArrayList<>(asked);
    }
}
