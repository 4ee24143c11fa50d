package org.cordboard.voice.siprec;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.AudioTap;
import org.cordboard.sip.BodyPart;
import org.cordboard.sip.CallFailure;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogEnd;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.OutboundCall;
import org.cordboard.sip.OutboundHandler;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.sdp.Media;
import org.cordboard.sip.sdp.Sdp;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.track.Fork;
import org.cordboard.voice.twiml.Background;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One recording session at a server outside: from our INVITE to the BYE of either side (RFC 7866 section 6.1). Its own
/// monitor guards it; the server's doings come on the dialog's virtual threads, a stop from anywhere.
public final class Siprec implements Fork, OutboundHandler, DialogHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Siprec.class);
    /// As long as a server may take to answer.
    private static final int ANSWER_SECONDS = 30;
    /// A recording server cannot be reached, refuses, or hangs up.
    static final int TROUBLE = 32_011;
    private static final int NOT_ACCEPTABLE = 488;
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    private final String sid;
    private final Leg leg;
    private final Background.Siprec wanted;
    private final CallEvents events;
    private final Alerts alerts;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<RecordedTrack> tracks = new ArrayList<>();
    private @Nullable RecordingMetadata metadata;
    private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
    private @Nullable OutboundCall call;
    private @Nullable Dialog dialog;
    private AudioTap.@Nullable Handle tap;
    private long version = 1;
    private boolean over;

    Siprec(String sid, Leg leg, Background.Siprec wanted, CallEvents events, Alerts alerts) {
        this.sid = sid;
        this.leg = leg;
        this.wanted = wanted;
        this.events = events;
        this.alerts = alerts;
    }

    @Override
    public String sid() {
        return sid;
    }

    @Override
    public @Nullable String name() {
        return wanted.name();
    }

    @Override
    public int tracks() {
        return wanted.track() == Verb.Track.BOTH ? 2 : 1;
    }

    @Override
    public synchronized boolean running() {
        return !over;
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /// Calls the server.
    ///
    /// @param streams made for this session, in the order of their labels
    synchronized void start(
            SipStack sip, OutboundInvite invite, List<RecordedTrack> streams, RecordingMetadata description) {
        tracks.addAll(streams);
        metadata = description;
        if (over) {
            streams.forEach(RecordedTrack::close);
            return;
        }
        var whole = invite.withSdp(offer()).withParts(List.of(part(description)));
        var made = sip.invite(whole, this);
        call = made;
        ended.copy().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .exceptionallyAsync(
                        _ -> {
                            unanswered();
                            return null;
                        },
                        VIRTUAL);
    }

    private synchronized void unanswered() {
        if (dialog == null && !over) {
            failed(408, "the recording server does not answer");
        }
    }

    private String offer() {
        return description(tracks.stream().map(RecordedTrack::offered).toList());
    }

    private String description(List<Media> sections) {
        var address = tracks.getFirst().address();
        var kind = address.indexOf(':') >= 0 ? "IP6 " : "IP4 ";
        var owner = "- " + System.identityHashCode(this) + " " + version++ + " IN " + kind + address;
        return new Sdp(owner, "Cordboard", address, List.of(), sections).toString();
    }

    private static BodyPart part(RecordingMetadata description) {
        return new BodyPart(RecordingMetadata.TYPE, RecordingMetadata.DISPOSITION, description.xml());
    }

    @Override
    public synchronized DialogHandler onAnswered(Dialog answered, SipResponse response) {
        if (over) {
            answered.bye();
            return new DialogHandler() {};
        }
        dialog = answered;
        if (!response.sdp().flatMap(Siprec::read).map(this::accepted).orElse(false)) {
            failed(NOT_ACCEPTABLE, "the recording server takes none of the streams");
            return new DialogHandler() {};
        }
        try {
            var endpoint = leg.media();
            tracks.forEach(RecordedTrack::flow);
            tap = endpoint.tap(this::frame);
            tell("siprec-started", null, 0);
        } catch (LegOver _) {
            finish("siprec-stopped", null, 0);
        }
        return this;
    }

    private static Optional<Sdp> read(String text) {
        try {
            return Optional.of(Sdp.parse(text));
        } catch (Malformed _) {
            return Optional.empty();
        }
    }

    /// An answer has its sections in the order of the offer's (RFC 3264 section 6).
    private boolean accepted(Sdp answer) {
        boolean any = false;
        for (int i = 0; i < Math.min(tracks.size(), answer.media().size()); i++) {
            any |= tracks.get(i).accepted(answer, answer.media().get(i));
        }
        return any;
    }

    /// On the media thread: the tracks stand in the order inbound, outbound.
    private void frame(short[] inbound, short[] outbound) {
        for (int i = 0; i < tracks.size(); i++) {
            var track = tracks.get(i);
            track.ring().write(track.label().equals(Siprecs.INBOUND) ? inbound : outbound);
        }
    }

    @Override
    public synchronized void onFailed(CallFailure failure) {
        failed(failure.status(), "the recording server cannot record: " + failure.status() + " " + failure.reason());
    }

    /// The server changes what it takes: pauses a stream, or moves it elsewhere (RFC 7866 section 7.1.1.2).
    @Override
    public synchronized void onOffer(Dialog with, Offer offer) {
        if (offer.sdp().isEmpty()) {
            offer.answer(offer());
            return;
        }
        read(offer.sdp().get())
                .ifPresentOrElse(theirs -> offer.answer(answer(theirs)), () -> offer.reject(NOT_ACCEPTABLE));
    }

    private String answer(Sdp theirs) {
        var sections = new ArrayList<Media>();
        for (int i = 0; i < theirs.media().size(); i++) {
            var section = theirs.media().get(i);
            sections.add(i < tracks.size() ? tracks.get(i).answered(theirs, section) : RecordedTrack.refused(section));
        }
        return description(sections);
    }

    @Override
    public synchronized void onAck(Dialog with, Optional<String> sdp) {
        sdp.flatMap(Siprec::read).ifPresent(this::accepted);
    }

    /// The server has lost what it knew and asks for it again (RFC 7866 section 9.2).
    @Override
    public synchronized void onUpdate(Dialog with, SipRequest update) {
        var known = metadata;
        boolean asked = update.contentType().filter(RecordingMetadata.REQUEST::equals).isPresent()
                || update.part(RecordingMetadata.REQUEST).isPresent();
        if (asked && known != null && !over) {
            with.update(part(known));
        }
    }

    @Override
    public synchronized void onEnded(Dialog with, DialogEnd end) {
        if (over) {
            return;
        }
        LOG.warn("{}: the recording server ended {} before the call: {}", leg, sid, end.getClass().getSimpleName());
        alerts.warn(leg, TROUBLE, "the recording server of " + sid + " ended the recording before the call");
        finish("siprec-stopped", null, 0);
    }

    @Override
    public synchronized void stop() {
        finish("siprec-stopped", null, 0);
    }

    /// Nothing is recorded, and the call goes on.
    synchronized void failed(int status, String why) {
        if (!over) {
            LOG.warn("{}: {} records nothing: {}", leg, sid, why);
            alerts.warn(leg, TROUBLE, why + " (" + status + ")");
            finish("siprec-error", why, TROUBLE);
        }
    }

    /// What the application asked for cannot be had.
    synchronized void refused(int code, String why) {
        alerts.warn(leg, code, why);
        finish("siprec-error", why, code);
    }

    private void finish(String event, @Nullable String error, int code) {
        if (over) {
            return;
        }
        over = true;
        if (tap != null) {
            tap.close();
        }
        tracks.forEach(RecordedTrack::close);
        if (dialog != null) {
            dialog.bye();
        } else if (call != null) {
            call.cancel();
        }
        tell(event, error, code);
        ended.complete(null);
    }

    private void tell(String event, @Nullable String error, int code) {
        var callback = wanted.statusCallback();
        if (callback == null) {
            return;
        }
        var fields = leg.parameters()
                .with(Fields.of(
                        "SiprecSid", sid,
                        "SiprecName", wanted.name() == null ? sid : wanted.name(),
                        "SiprecEvent", event,
                        "Timestamp", DateTimeFormatter.ISO_INSTANT.format(events.now())))
                .plus("SiprecError", error)
                .plus("SiprecErrorCode", error == null ? null : Integer.toString(code));
        told = events.sendAfter(told, leg, callback, fields);
    }

}
