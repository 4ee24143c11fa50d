package org.cordboard.voice.dial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.media.MediaEndpoint;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.RemoteMedia;
import org.cordboard.media.RtpEndpoint;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.sip.CallFailure;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.voice.VoiceConfig;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Line;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The line to one called party: rings all of its phones, the first to answer wins, the others are canceled.
final class OutboundLine extends SipLeg {
    private static final Logger LOG = LoggerFactory.getLogger(OutboundLine.class);
    private static final int CANCELED = 487;

    private final Legs legs;
    private final Means means;
    private final List<Fork> forks = new ArrayList<>();
    private final List<Line> pages = new ArrayList<>();
    private final EarlyMedia early;
    private @Nullable Line page;
    private int ringing;
    private boolean closed;
    private @Nullable CallFailure failure;
    private @Nullable Dialog dialog;

    /// What a line works with.
    record Means(SipStack sip, MediaEngine media, VoiceConfig config, Alerts alerts) {}

    OutboundLine(Leg leg, RtpEndpoint endpoint, Legs legs, Means means) {
        super(
                leg,
                endpoint,
                new LegTerms(endpoint.localAddress(), LegTerms.Protection.AS_OFFERED),
                new Legs.Progress(leg));
        this.legs = legs;
        this.means = means;
        this.early = new EarlyMedia(leg, means.media());
    }

    Means means() {
        return means;
    }

    synchronized void place(Destination.Phones phones) {
        if (closed) {
            return;
        }
        ringing = phones.forks().size() + phones.pages().size();
        for (var attempts : phones.forks()) {
            var fork = new Fork(this, legs, attempts);
            forks.add(fork);
            fork.begin();
        }
        for (var phone : phones.pages()) {
            var fork = new PageFork();
            try {
                pages.add(phone.ring(leg, phones.parameters(), fork));
            } catch (IOException e) {
                LOG.warn("{}: a page cannot be rung: {}", leg, e.getMessage());
                fork.failed(503);
            }
        }
    }

    @Override
    public void ring() {}

    @Override
    public boolean answer() {
        return true;
    }

    @Override
    public void close(int status, Map<String, String> headers) {
        Dialog open;
        synchronized (this) {
            closed = true;
            open = dialog;
            forks.forEach(Fork::cancel);
            pages.forEach(ringing -> ringing.close(CANCELED, Map.of()));
        }
        early.end();
        if (open != null) {
            open.bye(headers(headers));
        }
    }

    @Override
    synchronized @Nullable Dialog dialog() {
        return dialog;
    }

    synchronized boolean wanted() {
        return !closed && dialog == null && page == null;
    }

    /// A phone sends sound before it answers; with several ringing nobody knows whose to let through.
    void earlySound(SipResponse response, LegTerms terms) {
        if (wanted() && forks.size() + pages.size() == 1) {
            response.sdp().flatMap(terms::accepted).ifPresent(remote -> early.begin(endpoint, remote));
        }
    }

    synchronized boolean win(Dialog candidate, Fork winner) {
        if (!wanted()) {
            return false;
        }
        dialog = candidate;
        forks.stream().filter(fork -> fork != winner).forEach(Fork::takenElsewhere);
        pages.forEach(ringing -> ringing.close(CANCELED, Map.of()));
        return true;
    }

    private synchronized boolean win(Line candidate) {
        if (!wanted()) {
            return false;
        }
        page = candidate;
        forks.forEach(Fork::takenElsewhere);
        pages.stream().filter(other -> other != candidate).forEach(other -> other.close(CANCELED, Map.of()));
        return true;
    }

    /// The last phone to fail decides, and of several failures the friendliest.
    private synchronized @Nullable CallFailure lost(CallFailure next) {
        ringing--;
        if (failure == null || rank(next.status()) > rank(failure.status())) {
            failure = next;
        }
        return ringing == 0 && dialog == null && page == null ? failure : null;
    }

    private static int rank(int status) {
        return switch (finalStatus(status)) {
            case BUSY -> 3;
            case NO_ANSWER -> 2;
            default -> 1;
        };
    }

    /// Final status of a leg whose set-up ended with this SIP status (Voice reference 2.3).
    static CallStatus finalStatus(int status) {
        return switch (status) {
            case 486, 600 -> CallStatus.BUSY;
            case 480, 408, 487, 603 -> CallStatus.NO_ANSWER;
            default -> CallStatus.FAILED;
        };
    }

    /// A fork has no way left.
    void failed(CallFailure last) {
        var verdict = lost(last);
        if (verdict == null) {
            return;
        }
        early.end();
        if (verdict.kind() == CallFailure.Kind.DNS) {
            means.alerts().error(leg, 13254, "the host of " + leg.to() + " has no address");
        }
        boolean silence = verdict.kind() == CallFailure.Kind.TIMEOUT;
        progress().ended(silence ? CallStatus.FAILED : finalStatus(verdict.status()), verdict.status());
    }

    void answered(Dialog open, SipResponse response, LegTerms agreed, RemoteMedia remote) {
        response.headers().forEach(field -> {
            if (field.name().startsWith("X-")) {
                leg.farHeader(field.name(), field.value());
            }
        });
        leg.farHeader("Call-ID", open.callId());
        terms(agreed);
        agree(remote);
        early.end();
        progress().answered();
    }

    /// A browser page that rings. When it wins, the leg goes over to its line and its audio.
    private final class PageFork implements PagePhones.Fate {
        @Override
        public void ringing() {
            progress().ringing();
        }

        @Override
        public boolean answered(Line line, MediaEndpoint audio) {
            if (!win(line)) {
                return false;
            }
            legs.connect(leg, line, audio);
            endpoint.close();
            progress().answered();
            return true;
        }

        @Override
        public void failed(int status) {
            OutboundLine.this.failed(new CallFailure(CallFailure.Kind.REFUSED, status, "the page", null));
        }
    }
}
