package org.cordboard.voice.dial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.media.MediaEndpoint;
import org.cordboard.media.RtpEndpoint;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.sip.CallFailure;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.OutboundCall;
import org.cordboard.sip.OutboundHandler;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.message.SipResponse;
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
    private final List<OutboundCall> calls = new ArrayList<>();
    private final List<Line> pages = new ArrayList<>();
    private @Nullable Line page;
    private int ringing;
    private boolean closed;
    private @Nullable CallFailure failure;
    private @Nullable Dialog dialog;

    OutboundLine(Leg leg, RtpEndpoint endpoint, Legs legs) {
        super(leg, endpoint, new Legs.Progress(leg));
        this.legs = legs;
    }

    synchronized void place(SipStack sip, Destination.Phones phones) {
        if (closed) {
            return;
        }
        ringing = phones.invites().size() + phones.pages().size();
        var offer = AudioSdp.offer(endpoint.localAddress());
        for (var invite : phones.invites()) {
            calls.add(sip.invite(invite.withSdp(offer), new Fork()));
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
            calls.forEach(OutboundCall::cancel);
            pages.forEach(ringing -> ringing.close(CANCELED, Map.of()));
        }
        if (open != null) {
            open.bye(headers(headers));
        }
    }

    @Override
    synchronized @Nullable Dialog dialog() {
        return dialog;
    }

    private synchronized boolean win(Dialog candidate) {
        if (closed || dialog != null || page != null) {
            return false;
        }
        dialog = candidate;
        calls.forEach(OutboundCall::cancel);
        pages.forEach(ringing -> ringing.close(CANCELED, Map.of()));
        return true;
    }

    private synchronized boolean win(Line candidate) {
        if (closed || dialog != null || page != null) {
            return false;
        }
        page = candidate;
        calls.forEach(OutboundCall::cancel);
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

    private void tell(@Nullable CallFailure verdict) {
        if (verdict != null) {
            boolean silence = verdict.kind() == CallFailure.Kind.TIMEOUT;
            progress().ended(silence ? CallStatus.FAILED : finalStatus(verdict.status()), verdict.status());
        }
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
            tell(lost(new CallFailure(CallFailure.Kind.REFUSED, status, "the page", null)));
        }
    }

    private final class Fork implements OutboundHandler {
        @Override
        public void onProgress(SipResponse response) {
            if (response.status() >= 180) {
                progress().ringing();
            }
        }

        @Override
        public DialogHandler onAnswered(Dialog answered, SipResponse response) {
            var remote = response.sdp().flatMap(AudioSdp::accepted);
            if (remote.isEmpty() || !win(answered)) {
                answered.bye();
                if (remote.isEmpty()) {
                    onFailed(new CallFailure(CallFailure.Kind.LOCAL, 488, "no common codec", response));
                }
                return new DialogHandler() {};
            }
            response.headers().forEach(field -> {
                if (field.name().startsWith("X-")) {
                    leg.farHeader(field.name(), field.value());
                }
            });
            leg.farHeader("Call-ID", answered.callId());
            agree(remote.get());
            progress().answered();
            return OutboundLine.this;
        }

        @Override
        public void onFailed(CallFailure failed) {
            tell(lost(failed));
        }
    }
}
