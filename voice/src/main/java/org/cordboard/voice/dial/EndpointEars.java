package org.cordboard.voice.dial;

import org.cordboard.media.Diagnosis;
import org.cordboard.media.MediaListener;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands on what a leg's audio tells.
final class EndpointEars implements MediaListener {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointEars.class);

    private final Leg leg;
    private volatile @Nullable SipLeg line;

    EndpointEars(Leg leg) {
        this.leg = leg;
    }

    void of(SipLeg ours) {
        line = ours;
    }

    @Override
    public void digit(char digit) {
        var ours = line;
        if (ours != null) {
            ours.keyHeard();
        }
        leg.inbox().post(new Signal.Digit(digit));
    }

    @Override
    public void rtpTimedOut() {
        var ours = line;
        if (leg.answered() && (ours == null || !ours.held())) {
            LOG.info("{} sends no audio any more: hanging up", leg);
            leg.release(CallStatus.FAILED, 480);
        }
    }

    @Override
    public void speaking(boolean speaking) {
        leg.speaking(speaking);
    }

    @Override
    public void diagnosed(Diagnosis diagnosis) {
        leg.diagnosed(diagnosis);
    }
}
