package org.cordboard.voice.leg;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.cordboard.media.Diagnosis;
import org.cordboard.media.MediaEndpoint;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.Memory;
import org.jspecify.annotations.Nullable;

/// One party of ours: a call record, a line, audio, an inbox. Thread-safe; its state changes only here, each change is
/// recorded before it is reported.
public final class Leg {
    private final LegOrigin origin;
    private final CallState state;
    private final LegBook book;
    private final LegAudio audio;
    private final Inbox inbox = new Inbox();
    private final Memory memory = new Memory();
    private final Once<Leg> end = new Once<>(this);
    private final Map<String, String> farHeaders = new LinkedHashMap<>();
    private volatile Line line = Line.NONE;
    private volatile Consumer<Boolean> speaking = _ -> {};
    private volatile Runnable whenRinging = () -> {};
    private volatile @Nullable Runnable whenEarlySound;
    private volatile @Nullable Consumer<TransferWish> transfers;

    Leg(LegOrigin origin, CallStatus status, @Nullable Callback callback, CallRecords records, CallEvents events) {
        this.origin = origin;
        this.state = new CallState(status, records.now());
        this.book = new LegBook(origin, state, callback, records, events);
        this.audio = new LegAudio(this);
    }

    public CallSid sid() {
        return origin.sid();
    }

    public Account account() {
        return origin.account();
    }

    public Direction direction() {
        return origin.direction();
    }

    public String from() {
        return origin.from();
    }

    public String to() {
        return origin.to();
    }

    public @Nullable Leg parent() {
        return origin.parent();
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

    public CallStatus status() {
        return state.status();
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
        var endpoint = audio.endpoint();
        if (endpoint == null || !live()) {
            throw new LegOver();
        }
        return endpoint;
    }

    void connect(Line newLine, @Nullable MediaEndpoint endpoint) {
        line = newLine;
        audio.connect(endpoint);
    }

    /// Takes note of what the audio doctor says.
    public void diagnosed(Diagnosis diagnosis) {
        audio.diagnosed(diagnosis, book.now());
    }

    /// How it sounds now, as JSON; empty before there is audio and after the end.
    public Optional<String> audio() {
        return live() ? Optional.ofNullable(audio.report(book.now())) : Optional.empty();
    }

    void write() {
        book.write();
    }

    /// Takes note of a detail that the API shows under this name.
    public void detail(String name, String value) {
        book.detail(name, value);
    }

    public void answeredBy(String verdict) {
        book.answeredBy(verdict);
    }

    public void statusCallback(@Nullable Callback newCallback) {
        book.callback(newCallback);
    }

    /// The INVITE leaves, or the call was taken out of the line of those to be placed.
    void initiated() {
        state.placed(book.now());
        book.write();
        book.tell(this, "initiated", "initiated");
    }

    void ringing() {
        if (state.rings()) {
            book.write();
            book.tell(this, "ringing", CallStatus.RINGING.wire());
            whenRinging.run();
        }
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
        if (state.answered(book.now())) {
            book.write();
            book.tell(this, "answered", CallStatus.IN_PROGRESS.wire());
            inbox.post(new Signal.Answered());
        }
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

    /// @param headers extra ones of a BYE
    public void release(CallStatus unanswered, int refusal, Map<String, String> headers) {
        state.givenUp(unanswered);
        line.close(refusal, headers);
        end(unanswered, refusal);
    }

    void end(CallStatus unanswered, int code) {
        var how = state.end(unanswered, code, book.now());
        if (how == CallState.End.KNOWN) {
            return;
        }
        inbox.end();
        var report = audio.report(book.now());
        if (report != null) {
            book.note(AudioReport.DETAIL, report);
        }
        audio.close();
        book.write();
        end.happen();
        if (how == CallState.End.UNPLACED) {
            book.told();
        } else {
            book.tellEnd(this);
        }
    }

    /// Called once the leg has ended; at once when it has.
    public void atEnd(Consumer<Leg> listener) {
        end.then(listener);
    }

    /// Seconds connected, so far or in all.
    public long seconds() {
        return state.seconds(book.now());
    }

    public int sipCode() {
        return state.sipCode();
    }

    /// Called when the called party's phone begins to ring; one listener.
    public void onRinging(Runnable listener) {
        whenRinging = listener;
    }

    /// Called when the called party's network sends sound before it answers; one listener.
    public void onEarlySound(Runnable listener) {
        whenEarlySound = listener;
    }

    /// @return false when nobody listens to it
    public boolean earlySound() {
        var listener = whenEarlySound;
        if (listener == null) {
            return false;
        }
        listener.run();
        return true;
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
    ///
    /// @return false when nobody here deals with transfers
    public boolean transferRequested(TransferWish transfer) {
        var listener = transfers;
        if (listener == null) {
            return false;
        }
        listener.accept(transfer);
        return true;
    }

    public void onTransfer(@Nullable Consumer<TransferWish> listener) {
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
        return book.parameters(status().wire());
    }

    /// The call's last callback names this recording and its length.
    public void recorded(String url, RecordingSid recording, CompletableFuture<Integer> seconds) {
        detail("recording_url", url);
        detail("recording_sid", recording.value());
        book.finishFirst(seconds.thenAccept(length -> detail("recording_duration", length.toString())));
    }

    /// Whoever wanted to know of the end has been told.
    void told() {
        book.told();
    }

    @Override
    public String toString() {
        return sid().value();
    }
}
