package org.cordboard.voice.leg;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cordboard.media.Diagnosis;
import org.cordboard.media.MediaEndpoint;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.PhoneNumberSid;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.Memory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One party of ours: a call record, a line, audio, an inbox. Thread-safe; its state changes only here, each change is
/// recorded before it is reported.
public final class Leg {
    private static final Logger LOG = LoggerFactory.getLogger(Leg.class);
    private static final int UNFINISHED_SECONDS = 5;

    /// How a leg came about, in the API's words.
    public enum Direction {
        INBOUND("inbound"),
        API("outbound-api"),
        DIAL("outbound-dial");

        private final String wire;

        Direction(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }

    /// What is known of a leg from its first moment.
    ///
    /// @param from as the API shows it: E.164, `client:…` or `sip:…`
    /// @param extra parameters that this kind of call adds to its requests
    public record Origin(
            CallSid sid,
            Account account,
            Direction direction,
            String from,
            String to,
            @Nullable Leg parent,
            @Nullable PhoneNumberSid phoneNumber,
            Map<String, String> extra) {
        public Origin {
            extra = Map.copyOf(extra);
        }
    }

    private final Origin origin;
    private final CallRecords records;
    private final CallEvents events;
    private final Inbox inbox = new Inbox();
    private final Memory memory = new Memory();
    private final Instant created;
    private final List<Consumer<Leg>> atEnd = new ArrayList<>();
    private final Map<String, String> details = new LinkedHashMap<>();
    private final List<CompletableFuture<?>> unfinished = new ArrayList<>();
    private CallStatus status;
    private @Nullable Callback callback;
    private @Nullable PromisedCallback promised;
    private @Nullable Instant started;
    private @Nullable Instant answered;
    private @Nullable Instant ended;
    /// What we gave the leg up as, before it ended.
    private @Nullable CallStatus given;

    private @Nullable Integer sipCode;
    private @Nullable String answeredBy;
    private final Map<String, String> farHeaders = new LinkedHashMap<>();
    private volatile Line line = Line.NONE;
    private volatile Consumer<Boolean> speaking = _ -> {};
    private volatile Runnable whenRinging = () -> {};
    private volatile @Nullable Consumer<PeerTransfer> transfers;
    private volatile @Nullable MediaEndpoint media;
    private volatile AudioReport.@Nullable Trouble trouble;

    Leg(Origin origin, CallStatus status, @Nullable Callback callback, CallRecords records, CallEvents events) {
        this.origin = origin;
        this.status = status;
        this.callback = callback;
        this.records = records;
        this.events = events;
        this.created = records.now();
        this.started = status == CallStatus.QUEUED ? null : created;
    }

    public CallSid sid() {
        return origin.sid;
    }

    public Account account() {
        return origin.account;
    }

    public Direction direction() {
        return origin.direction;
    }

    public String from() {
        return origin.from;
    }

    public String to() {
        return origin.to;
    }

    public @Nullable Leg parent() {
        return origin.parent;
    }

    public Inbox inbox() {
        return inbox;
    }

    public Memory memory() {
        return memory;
    }

    public Line line() {
        return line;
    }

    public synchronized CallStatus status() {
        return status;
    }

    public boolean live() {
        return !status().isFinal();
    }

    public boolean answered() {
        return status() == CallStatus.IN_PROGRESS;
    }

    /// The leg's audio.
    ///
    /// @throws LegOver when it is closed
    public MediaEndpoint media() throws LegOver {
        var endpoint = media;
        if (endpoint == null || !live()) {
            throw new LegOver();
        }
        return endpoint;
    }

    void connect(Line newLine, @Nullable MediaEndpoint endpoint) {
        line = newLine;
        media = endpoint;
    }

    /// Takes note of what the audio doctor says. People may simply be quiet, so silence alone is no news.
    public void diagnosed(Diagnosis diagnosis) {
        if (diagnosis.healthy()) {
            return;
        }
        trouble = new AudioReport.Trouble(diagnosis, records.now());
        if (diagnosis.cause() == Diagnosis.Cause.ONLY_SILENCE) {
            LOG.debug("{}: {}", this, diagnosis.sentence());
            return;
        }
        LOG.warn("{}: {}", this, diagnosis.sentence());
        if (live()) {
            detail("audio", diagnosis.sentence());
        }
    }

    /// How it sounds now, as JSON; empty before there is audio and after the end.
    public Optional<String> audio() {
        var endpoint = media;
        return endpoint == null || !live()
                ? Optional.empty()
                : Optional.of(AudioReport.of(endpoint, trouble, records.now()));
    }

    /// Takes note of a detail that the API shows under this name.
    public void detail(String name, String value) {
        synchronized (this) {
            details.put(name, value);
        }
        save();
    }

    public synchronized void answeredBy(String verdict) {
        answeredBy = verdict;
        save();
    }

    public void statusCallback(@Nullable Callback newCallback) {
        synchronized (this) {
            callback = newCallback;
        }
        save();
    }

    /// The INVITE leaves, or the call was taken out of the line of those to be placed.
    void initiated() {
        synchronized (this) {
            started = records.now();
        }
        save();
        tell("initiated", "initiated", Fields.NONE);
    }

    void ringing() {
        synchronized (this) {
            if (status != CallStatus.QUEUED) {
                return;
            }
            status = CallStatus.RINGING;
            save();
        }
        tell("ringing", CallStatus.RINGING.wire(), Fields.NONE);
        whenRinging.run();
    }

    /// Answers an inbound call; does nothing to one that is answered.
    public void answer() throws LegOver {
        if (answered()) {
            return;
        }
        if (!line.answer()) {
            throw new LegOver();
        }
        answeredNow();
    }

    void answeredNow() {
        synchronized (this) {
            if (status.isFinal() || status == CallStatus.IN_PROGRESS) {
                return;
            }
            status = CallStatus.IN_PROGRESS;
            answered = records.now();
            sipCode = 200;
            save();
        }
        if (direction() != Direction.INBOUND) {
            tell("answered", CallStatus.IN_PROGRESS.wire(), Fields.NONE);
        }
        inbox.post(new Signal.Answered());
    }

    /// Gives the leg another program; it lets go of the present one at its next wait.
    public void divert(Program program, Diverted.Why why) {
        inbox.divert(new Diverted(program, why));
    }

    /// Hangs up an answered leg, or gives up one that is not.
    ///
    /// @param unanswered what becomes of a leg that was never answered
    /// @param refusal SIP status for a caller who was never answered
    public void release(CallStatus unanswered, int refusal) {
        release(unanswered, refusal, Map.of());
    }

    public void release(CallStatus unanswered, int refusal, Map<String, String> headers) {
        synchronized (this) {
            // The far end's answer to our CANCEL may be faster than we are; it does not decide.
            if (given == null) {
                given = unanswered;
            }
        }
        line.close(refusal, headers);
        end(unanswered, refusal);
    }

    /// Takes note that the leg has ended: an answered one is completed, whoever ended it.
    void end(CallStatus unanswered, int code) {
        List<Consumer<Leg>> listeners;
        boolean silent;
        synchronized (this) {
            if (status.isFinal()) {
                return;
            }
            silent = status == CallStatus.QUEUED && started == null;
            if (status != CallStatus.IN_PROGRESS) {
                sipCode = code;
            }
            var verdict = given == null ? unanswered : given;
            status = status == CallStatus.IN_PROGRESS ? CallStatus.COMPLETED : verdict;
            ended = records.now();
            listeners = List.copyOf(atEnd);
            atEnd.clear();
        }
        inbox.end();
        var endpoint = media;
        if (endpoint != null) {
            var report = AudioReport.of(endpoint, trouble, records.now());
            synchronized (this) {
                details.put(AudioReport.DETAIL, report);
            }
            endpoint.close();
        }
        save();
        listeners.forEach(listener -> listener.accept(this));
        if (silent) {
            told();
        } else {
            tellEnd();
        }
    }

    /// Called once the leg has ended; at once when it has.
    public void atEnd(Consumer<Leg> listener) {
        synchronized (this) {
            if (!status.isFinal()) {
                atEnd.add(listener);
                return;
            }
        }
        listener.accept(this);
    }

    /// Seconds connected, so far or in all.
    public synchronized long seconds() {
        if (answered == null) {
            return 0;
        }
        return Duration.between(answered, ended == null ? records.now() : ended).toSeconds();
    }

    public synchronized int sipCode() {
        return sipCode == null ? 0 : sipCode;
    }

    /// Called when the called party's phone begins to ring; one listener.
    public void onRinging(Runnable listener) {
        whenRinging = listener;
    }

    /// The far end began or ceased to speak.
    public void speaking(boolean now) {
        speaking.accept(now);
    }

    /// Who hears of the far end's speaking; one listener at a time.
    public void onSpeaking(Consumer<Boolean> listener) {
        speaking = listener;
    }

    /// The far end wants us to call someone else.
    public interface PeerTransfer {
        String target();

        void accept();

        void refuse();

        /// @param status SIP status of the new call
        void report(int status);
    }

    /// @return false when nobody here deals with transfers
    public boolean transferRequested(PeerTransfer transfer) {
        var listener = transfers;
        if (listener == null) {
            return false;
        }
        listener.accept(transfer);
        return true;
    }

    public void onTransfer(@Nullable Consumer<PeerTransfer> listener) {
        transfers = listener;
    }

    /// A header of the far end's final answer or BYE that applications may see.
    public void farHeader(String name, String value) {
        synchronized (farHeaders) {
            if (farHeaders.size() < 32) {
                farHeaders.put(name, value);
            }
        }
    }

    public Map<String, String> farHeaders() {
        synchronized (farHeaders) {
            return Map.copyOf(farHeaders);
        }
    }

    /// What every request about this leg says.
    public Fields parameters() {
        return parameters(status().wire());
    }

    private Fields parameters(String callStatus) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("CallSid", sid().value());
        fields.put("AccountSid", account().sid().value());
        fields.put("From", from());
        fields.put("To", to());
        fields.put("Caller", from());
        fields.put("Called", to());
        fields.put("CallStatus", callStatus);
        fields.put("ApiVersion", "2010-04-01");
        fields.put("Direction", direction().wire());
        var parent = parent();
        if (parent != null) {
            fields.put("ParentCallSid", parent.sid().value());
        }
        fields.putAll(Places.of("From", from()));
        fields.putAll(Places.of("To", to()));
        fields.putAll(Places.of("Caller", from()));
        fields.putAll(Places.of("Called", to()));
        fields.putAll(origin.extra);
        synchronized (this) {
            var forwarded = details.get("forwarded_from");
            if (forwarded != null) {
                fields.put("ForwardedFrom", forwarded);
            }
        }
        return Fields.of(fields);
    }

    private Fields ending() {
        long seconds = seconds();
        var fields = Fields.of(
                "CallDuration", Long.toString(seconds),
                "Duration", Long.toString((seconds + 59) / 60),
                "SipResponseCode", Integer.toString(sipCode()));
        synchronized (this) {
            return fields.plus("AnsweredBy", answeredBy)
                    .plus("RecordingUrl", details.get("recording_url"))
                    .plus("RecordingSid", details.get("recording_sid"))
                    .plus("RecordingDuration", details.get("recording_duration"));
        }
    }

    private void tell(String event, String callStatus, Fields more) {
        Callback wanted;
        synchronized (this) {
            wanted = callback;
        }
        if (direction() == Direction.INBOUND && !event.equals("completed")) {
            return;
        }
        events.happened(
                this, wanted, event, () -> parameters(callStatus).with(more), CompletableFuture.completedFuture(null));
    }

    private void tellEnd() {
        Callback wanted;
        CompletableFuture<?> ready;
        synchronized (this) {
            wanted = callback;
            ready = CompletableFuture.allOf(unfinished.toArray(CompletableFuture<?>[]::new))
                    .exceptionally(failure -> null)
                    .completeOnTimeout(null, UNFINISHED_SECONDS, TimeUnit.SECONDS);
        }
        events.happened(this, wanted, "completed", () -> parameters().with(ending()), ready);
    }

    /// The call's last callback names this recording and its length.
    public void recorded(String url, RecordingSid recording, CompletableFuture<Integer> seconds) {
        detail("recording_url", url);
        detail("recording_sid", recording.value());
        finishFirst(seconds.thenAccept(length -> detail("recording_duration", length.toString())));
    }

    /// The end is told only after this is over, or has taken too long.
    public synchronized void finishFirst(CompletableFuture<?> work) {
        unfinished.add(work);
    }

    /// Whoever wanted to know of the end has been told, as far as that was possible.
    void told() {
        PromisedCallback kept;
        synchronized (this) {
            kept = promised;
            promised = null;
        }
        if (kept != null) {
            records.remove(kept.kept());
        }
    }

    void save() {
        PromisedCallback promise = null;
        synchronized (this) {
            var wanted = callback;
            if (wanted != null && wanted.events().contains("completed") && !status.isFinal()) {
                var now = PromisedCallback.of(sid(), wanted);
                promise = now.equals(promised) ? null : now;
                promised = now;
            }
        }
        if (promise == null) {
            records.put(record());
        } else {
            records.put(record(), promise.kept());
        }
    }

    synchronized Call record() {
        var parent = parent();
        return new Call(
                sid(),
                account().sid(),
                parent == null ? null : parent.sid(),
                from(),
                to(),
                status,
                direction().wire(),
                origin.phoneNumber,
                answeredBy,
                started,
                answered,
                ended,
                sipCode,
                records.node(),
                new LinkedHashMap<>(details),
                created,
                records.now());
    }

    @Override
    public String toString() {
        return sid().value();
    }
}
