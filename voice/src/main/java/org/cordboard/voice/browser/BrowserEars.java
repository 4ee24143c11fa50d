package org.cordboard.voice.browser;

import org.cordboard.media.Diagnosis;
import org.cordboard.media.MediaListener;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands on what a page's audio tells its leg.
final class BrowserEars implements MediaListener {
    private static final Logger LOG = LoggerFactory.getLogger(BrowserEars.class);
    private static final int GONE = 480;

    private final Leg leg;
    private volatile boolean connected;

    BrowserEars(Leg leg) {
        this.leg = leg;
    }

    @Override
    public void connected() {
        connected = true;
    }

    /// Whether audio has a path.
    boolean isConnected() {
        return connected;
    }

    @Override
    public void digit(char digit) {
        leg.inbox().post(new Signal.Digit(digit));
    }

    @Override
    public void speaking(boolean speaking) {
        leg.speaking(speaking);
    }

    @Override
    public void rtpTimedOut() {
        lost("no audio came for too long");
    }

    @Override
    public void lost(String reason) {
        if (leg.answered()) {
            LOG.info("{} lost its page's audio: {}; hanging up", leg, reason);
            leg.release(CallStatus.FAILED, GONE);
        }
    }

    @Override
    public void diagnosed(Diagnosis diagnosis) {
        leg.diagnosed(diagnosis);
    }
}
