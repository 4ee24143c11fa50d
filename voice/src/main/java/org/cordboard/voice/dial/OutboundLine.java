package org.cordboard.voice.dial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.media.RtpEndpoint;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.sip.CallFailure;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.OutboundCall;
import org.cordboard.sip.OutboundHandler;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Legs;
import org.jspecify.annotations.Nullable;

/// The line to one called party: rings all of its phones, the first to answer wins, the others are canceled.
final class OutboundLine extends SipLeg {
    private final List<OutboundCall> calls = new ArrayList<>();
    private int ringing;
    private boolean closed;
    private @Nullable CallFailure failure;
    private @Nullable Dialog dialog;

    OutboundLine(Leg leg, RtpEndpoint endpoint, Legs.Progress progress) {
        super(leg, endpoint, progress);
    }

    synchronized void place(SipStack sip, List<OutboundInvite> invites) {
        if (closed) {
            return;
        }
        ringing = invites.size();
        var offer = AudioSdp.offer(endpoint.localAddress());
        for (var invite : invites) {
            calls.add(sip.invite(invite.withSdp(offer), new Fork()));
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
        if (closed || dialog != null) {
            return false;
        }
        dialog = candidate;
        calls.forEach(OutboundCall::cancel);
        return true;
    }

    /// The last phone to fail decides, and of several failures the friendliest.
    private synchronized @Nullable CallFailure lost(CallFailure next) {
        ringing--;
        if (failure == null || rank(next.status()) > rank(failure.status())) {
            failure = next;
        }
        return ringing == 0 && dialog == null ? failure : null;
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
            var verdict = lost(failed);
            if (verdict != null) {
                boolean silence = verdict.kind() == CallFailure.Kind.TIMEOUT;
                progress().ended(silence ? CallStatus.FAILED : finalStatus(verdict.status()), verdict.status());
            }
        }
    }
}
