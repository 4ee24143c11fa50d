package org.cordboard.server.phone;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.Codec;
import org.cordboard.sip.InboundInvite;

/// A call that rings at a phone and waits to be answered.
public final class Ringing {
    private final InboundInvite invite;
    private final PhoneCall call;
    private final Codec codec;
    private final CountDownLatch canceled = new CountDownLatch(1);

    Ringing(InboundInvite invite, PhoneCall call, Codec codec) {
        this.invite = invite;
        this.call = call;
        this.codec = codec;
        invite.onCancel(canceled::countDown);
    }

    /// The caller's user part, as the display shows it.
    public String from() {
        return invite.request().from().uri() instanceof org.cordboard.sip.message.SipUri uri
                ? uri.user().orElse("")
                : invite.request().from().uri().toString();
    }

    public PhoneCall answer() {
        var dialog = invite.answer(call.offer(), call);
        invite.sdp().ifPresent(sdp -> call.connect(SessionText.remote(sdp, codec)));
        dialog.ifPresent(call::answered);
        return call;
    }

    /// @param status such as 486 for busy, 603 for declined
    public void refuse(int status) {
        invite.reject(status);
        call.close();
    }

    /// Whether the caller gave up within the time.
    public boolean stopsRinging(Duration patience) {
        try {
            return canceled.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
