package org.cordboard.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/// A stack on loopback whose every callback is recorded in [Signals].
final class Party implements SipListener, AutoCloseable {
    static final String OFFER = """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 40000 RTP/AVP 0
            """.replace("\n", "\r\n");
    static final String ANSWER = OFFER.replace("40000", "40002");

    final Signals signals = new Signals();
    final SipStack stack;

    record Progress(int status, Optional<String> sdp) {}

    record Answered(Dialog dialog, SipResponse response) {}

    record Acked(Optional<String> sdp) {}

    record Offered(DialogHandler.Offer offer) {}

    record Key(char key, int millis) {}

    record Info(SipRequest request) {}

    record Updated(SipRequest request) {}

    record Referred(DialogHandler.Transfer transfer) {}

    record Ended(DialogEnd how) {}

    record Gone() {}

    Party(SipConfig config, Registrar.@Nullable Settings registrar) {
        stack = registrar == null ? SipStack.start(config, this) : SipStack.start(config, this, registrar);
    }

    static Party fast() {
        return new Party(config(), null);
    }

    static SipConfig config() {
        return SipConfig.on(InetAddress.getLoopbackAddress(), 0)
                .withTimers(SipConfig.Timers.scaledTo(Duration.ofMillis(50)));
    }

    SipUri uri(String user, Transport transport) {
        return stack.contact(user, transport);
    }

    InetSocketAddress address(Transport transport) {
        return stack.address(transport).orElseThrow();
    }

    OutboundCall call(OutboundInvite invite) {
        return stack.invite(invite, new Caller());
    }

    OutboundCall call(SipUri target) {
        return call(OutboundInvite.to(target, NameAddress.of("Ana", SipUri.of("ana", "example.com", 0)))
                .withSdp(OFFER));
    }

    @Override
    public void onInvite(InboundInvite invite) {
        invite.onCancel(() -> signals.add(new Gone()));
        signals.add(invite);
    }

    @Override
    public void close() {
        stack.close();
    }

    final class Caller implements OutboundHandler {
        @Override
        public void onProgress(SipResponse response) {
            signals.add(new Progress(response.status(), response.sdp()));
        }

        @Override
        public DialogHandler onAnswered(Dialog dialog, SipResponse response) {
            signals.add(new Answered(dialog, response));
            return new Recorder();
        }

        @Override
        public void onFailed(CallFailure failure) {
            signals.add(failure);
        }
    }

    final class Recorder implements DialogHandler {
        @Override
        public void onAck(Dialog dialog, Optional<String> sdp) {
            signals.add(new Acked(sdp));
        }

        @Override
        public void onOffer(Dialog dialog, Offer offer) {
            signals.add(new Offered(offer));
        }

        @Override
        public void onDtmf(Dialog dialog, char key, int durationMillis) {
            signals.add(new Key(key, durationMillis));
        }

        @Override
        public void onInfo(Dialog dialog, SipRequest info) {
            signals.add(new Info(info));
        }

        @Override
        public void onUpdate(Dialog dialog, SipRequest update) {
            signals.add(new Updated(update));
        }

        @Override
        public void onRefer(Dialog dialog, Transfer transfer) {
            signals.add(new Referred(transfer));
        }

        @Override
        public void onEnded(Dialog dialog, DialogEnd end) {
            signals.add(new Ended(end));
        }
    }
}
