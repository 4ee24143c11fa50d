package org.cordboard.voice.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.WebRtcEndpoint;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.dial.PagePhones;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Line;
import org.cordboard.voice.leg.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call between a leg and a page, whichever side made it. Safe on any thread: what it is up to changes in one atomic
/// step, and nobody outside is called while something is held. It outlives its session when the page comes back with the
/// token it was given.
final class BrowserCall implements Line {
    private static final Logger LOG = LoggerFactory.getLogger(BrowserCall.class);
    private static final int DIGITS_MAX = 64;
    private static final long PATH_MILLIS = 30_000;
    private static final int CANCELED = 487;
    private static final int GONE = 480;
    private static final int NOT_ACCEPTABLE = 488;
    private static final int DECLINED = 603;

    private enum Phase {
        /// Offered to whoever is called.
        RINGING,
        ANSWERED,
        OVER
    }

    private final Leg leg;
    private final BrowserEars ears;
    private final WebRtcEndpoint endpoint;
    private final PagePhones.@Nullable Fate fate;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.RINGING);
    private volatile BrowserSession session;
    private volatile String answer = "";
    private volatile String remote = "";
    private volatile long answeredAt = -1;

    private BrowserCall(BrowserSession session, Leg leg, MediaEngine media, PagePhones.@Nullable Fate fate)
            throws IOException {
        this.session = session;
        this.leg = leg;
        this.fate = fate;
        this.ears = new BrowserEars(leg);
        this.endpoint = media.openWebRtc(ears);
        leg.atEnd(_ -> over());
    }

    /// A call that the page makes.
    ///
    /// @throws IllegalArgumentException when its offer has no audio that we can carry
    static BrowserCall from(BrowserSession session, Leg leg, MediaEngine media, String offer) throws IOException {
        var call = new BrowserCall(session, leg, media, null);
        try {
            call.answer = call.endpoint.answer(offer);
            call.remote = offer;
            return call;
        } catch (IllegalArgumentException e) {
            call.over();
            throw e;
        }
    }

    /// A call to the page.
    static BrowserCall to(BrowserSession session, Leg leg, MediaEngine media, PagePhones.Fate fate)
            throws IOException {
        return new BrowserCall(session, leg, media, fate);
    }

    String sid() {
        return leg.sid().value();
    }

    BrowserSession session() {
        return session;
    }

    WebRtcEndpoint endpoint() {
        return endpoint;
    }

    boolean isOver() {
        return phase.get() == Phase.OVER;
    }

    boolean answered() {
        return phase.get() == Phase.ANSWERED;
    }

    private ObjectNode about() {
        return Messages.payload().put("callsid", sid());
    }

    // ---- what our side does

    @Override
    public void ring() {
        session.tell("ringing", about());
    }

    @Override
    public boolean answer() {
        if (phase.compareAndSet(Phase.RINGING, Phase.ANSWERED)) {
            session.tell("answer", about().put("sdp", answer).put("reconnect", session.reconnectToken()));
        }
        return answered();
    }

    @Override
    public void close(int status, Map<String, String> headers) {
        switch (phase.getAndSet(Phase.OVER)) {
            case OVER -> {}
            case ANSWERED -> session.tell("hangup", about());
            case RINGING -> {
                if (fate == null) {
                    session.tell("hangup", refusal(status));
                } else {
                    session.tell("cancel", about());
                }
            }
        }
        over();
    }

    private ObjectNode refusal(int status) {
        var payload = about();
        var error = SignalError.of(status);
        if (error != null) {
            payload.set("error", Messages.problem(error, "the call was not answered (" + status + ")"));
        }
        return payload;
    }

    private void over() {
        phase.set(Phase.OVER);
        session.calls().forget(this);
        endpoint.close();
    }

    // ---- what the page does

    /// It accepted our call.
    void accepted(String sdp) {
        var caller = fate;
        if (caller == null || phase.get() != Phase.RINGING) {
            return;
        }
        try {
            endpoint.answered(sdp);
            remote = sdp;
        } catch (IllegalArgumentException e) {
            fail("the page's answer: " + e.getMessage());
            return;
        }
        if (phase.compareAndSet(Phase.RINGING, Phase.ANSWERED) && !caller.answered(this, endpoint)) {
            close(CANCELED, Map.of());
        }
    }

    private void fail(String why) {
        LOG.info("{}: {}", leg, why);
        var payload = about();
        payload.set("error", Messages.problem(SignalError.BAD_REQUEST, why));
        session.tell("hangup", payload);
        leave(NOT_ACCEPTABLE);
    }

    /// It said something to the application.
    void said(JsonNode message) {
        session.phones().said(leg, message.path("contenttype").asText("application/json"), message.path("content"));
    }

    void rejected() {
        leave(DECLINED);
    }

    void hungUp() {
        leave(DECLINED);
    }

    /// Its socket is lost. A call that is not answered ends with it, as the page gives it up too.
    void abandoned() {
        if (!answered()) {
            leave(GONE);
        }
    }

    /// @param status why a call to the page fails that it had not accepted
    private void leave(int status) {
        var before = phase.getAndSet(Phase.OVER);
        if (before == Phase.OVER) {
            return;
        }
        over();
        if (before == Phase.ANSWERED) {
            new Legs.Progress(leg).ended(CallStatus.COMPLETED, 200);
        } else if (fate != null) {
            fate.failed(status);
        } else {
            new Legs.Progress(leg).ended(CallStatus.NO_ANSWER, CANCELED);
        }
    }

    /// Gives up an answered call whose audio finds no path: nobody would hear anybody.
    void tick(long now) {
        if (!answered() || ears.isConnected()) {
            return;
        }
        if (answeredAt < 0) {
            answeredAt = now;
        } else if (now - answeredAt > PATH_MILLIS) {
            ears.lost("no path for audio within " + PATH_MILLIS / 1_000 + " s");
        }
    }

    /// It never came back.
    void giveUp() {
        LOG.info("{}: the page did not come back", leg);
        leave(GONE);
    }

    void digits(String keys) {
        keys.chars().limit(DIGITS_MAX).mapToObj(key -> (char) key).filter(key -> "0123456789*#".indexOf(key) >= 0)
                .forEach(key -> leg.inbox().post(new Signal.Digit(key)));
    }

    /// An ICE restart.
    void reinvited(String offer) {
        try {
            var sdp = endpoint.answer(offer);
            remote = offer;
            session.tell("answer", about().put("sdp", sdp));
        } catch (IllegalArgumentException e) {
            fail("the page's new offer: " + e.getMessage());
        }
    }

    /// The page is back on another socket, or another page takes over with an offer of its own; of a call that still
    /// rings, that is its acceptance.
    ///
    /// @return false when the call has ended meanwhile
    boolean resumed(BrowserSession by, String sdp) {
        var caller = fate;
        if (phase.get() == Phase.RINGING && caller != null) {
            return takenUp(by, sdp, caller);
        }
        if (!answered()) {
            return false;
        }
        session = by;
        var payload = about();
        if (!MediaPath.of(sdp).equals(MediaPath.of(remote))) {
            try {
                payload.put("sdp", endpoint.answer(sdp));
                remote = sdp;
            } catch (IllegalArgumentException e) {
                fail("the page's offer: " + e.getMessage());
                return true;
            }
        }
        by.tell("answer", payload.put("reconnect", by.reconnectToken()));
        return true;
    }

    private boolean takenUp(BrowserSession by, String offer, PagePhones.Fate caller) {
        session = by;
        String sdp;
        try {
            sdp = endpoint.answer(offer);
            remote = offer;
        } catch (IllegalArgumentException e) {
            fail("the page's offer: " + e.getMessage());
            return true;
        }
        if (!phase.compareAndSet(Phase.RINGING, Phase.ANSWERED)) {
            return false;
        }
        by.tell("answer", about().put("sdp", sdp).put("reconnect", by.reconnectToken()));
        if (!caller.answered(this, endpoint)) {
            close(CANCELED, Map.of());
        }
        return true;
    }

    @Override
    public String toString() {
        return leg.toString();
    }
}
