package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.cordboard.sip.message.MessageWriter;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Session timers (RFC 4028) from both ends of a call, and against a peer that has its own mind.
@Timeout(120)
class SessionTimersTest {

    @Test
    void aCallOfHoursIsRefreshedByTheCallerAndStands() {
        var line = new LinkedEndpoints(Duration.ofSeconds(1800));
        line.call();
        line.pass(Duration.ofHours(3));
        assertFalse(line.caller.dialog.ended());
        assertFalse(line.callee.dialog.ended());
        // at half the interval each time, a little later for the time it takes
        assertTrue(line.callee.refreshed() >= 11 && line.callee.refreshed() <= 13, "" + line.callee.refreshed());
        assertEquals(0, line.caller.refreshed());
    }

    @Test
    void aPeerThatVanishedIsNoticedByBothEnds() {
        var line = new LinkedEndpoints(Duration.ofSeconds(200));
        line.call();
        line.pass(Duration.ofSeconds(10));
        line.cut = true;
        line.pass(Duration.ofSeconds(200 + 33));
        assertInstanceOf(DialogEnd.PeerGone.class, line.caller.ends.next(DialogEnd.class));
        assertInstanceOf(DialogEnd.SessionExpired.class, line.callee.ends.next(DialogEnd.class));
        assertEquals(0, line.caller.endpoint.dialogs());
        assertEquals(0, line.callee.endpoint.dialogs());
    }

    private final SimulatedNetwork net = new SimulatedNetwork(SipConfig.Limits.DEFAULT, InboundInvite::ring);
    private final Signals signals = new Signals();

    private SipRequest called() {
        SipUri target = SipUri.of("bob", "192.0.2.1", 0);
        net.stack()
                .invite(OutboundInvite.to(target, NameAddress.of(target)).withSdp(Party.OFFER), new OutboundHandler() {
                    @Override
                    public DialogHandler onAnswered(Dialog dialog, SipResponse response) {
                        signals.add(dialog);
                        return new DialogHandler() {
                            @Override
                            public void onEnded(Dialog over, DialogEnd end) {
                                signals.add(end);
                            }
                        };
                    }

                    @Override
                    public void onFailed(CallFailure failure) {
                        signals.add(failure);
                    }
                });
        return net.nextRequest();
    }

    private void answer(SipRequest request, int status, String name, String value) {
        SipResponse response = SipResponse.to(request, status, "peer").with("Contact", "<sip:bob@192.0.2.1>");
        net.receive(MessageWriter.bytes(response.with(name, value)));
    }

    @Test
    void anIntervalTheCalleeFindsTooShortIsRaised() {
        SipRequest first = called();
        assertEquals(Optional.of("1800"), first.headers().first("Session-Expires"));
        answer(first, 422, "Min-SE", "3600");
        assertEquals("ACK", net.nextRequest().method());
        SipRequest second = net.nextRequest();
        assertEquals(Optional.of("3600"), second.headers().first("Session-Expires"));
        assertEquals(Optional.of("3600"), second.headers().first("Min-SE"));
        assertEquals(first.callId(), second.callId());
        assertEquals(first.cseq().number() + 1, second.cseq().number());
        answer(second, 200, "Session-Expires", "3600;refresher=uac");
        assertEquals("ACK", net.nextRequest().method());
        net.pass(Duration.ofSeconds(1_799));
        assertEquals(0, net.waiting());
        net.pass(Duration.ofSeconds(2));
        assertEquals("INVITE", net.nextRequest().method());
    }

    @Test
    void aRefreshThatIsTooShortIsRaisedToo() {
        answer(called(), 200, "Session-Expires", "90;refresher=uac");
        net.nextRequest();
        net.pass(Duration.ofSeconds(46));
        SipRequest refresh = net.nextOnce();
        answer(refresh, 422, "Min-SE", "7200");
        assertEquals("ACK", net.nextRequest().method());
        SipRequest again = net.nextRequest();
        assertEquals(Optional.of("7200"), again.headers().first("Session-Expires"));
        answer(again, 200, "Session-Expires", "7200;refresher=uac");
        assertEquals("ACK", net.nextRequest().method());
        net.pass(Duration.ofSeconds(3_500));
        assertEquals(0, net.waiting());
    }

    @Test
    void whoRefusesEveryRefreshIsHungUpWhenTheIntervalIsOver() {
        answer(called(), 200, "Session-Expires", "160;refresher=uac");
        net.nextRequest();
        int refreshes = 0;
        for (int second = 0; second < 170; second++) {
            net.pass(Duration.ofSeconds(1));
            while (net.waiting() > 0) {
                SipRequest request = net.nextRequest();
                if (request.is(SipRequest.INVITE)) {
                    refreshes++;
                    answer(request, 500, "X-Why", "busy");
                } else if (request.is(SipRequest.BYE)) {
                    assertTrue(second >= 158, "after " + second);
                    assertTrue(request.headers().first("Reason").orElseThrow().startsWith("SIP;cause=408"));
                    assertTrue(refreshes >= 3, "" + refreshes);
                    answer(request, 200, "X-Ok", "1");
                    signals.next(Dialog.class);
                    assertInstanceOf(DialogEnd.SessionExpired.class, signals.next(DialogEnd.class));
                    return;
                }
            }
        }
        throw new AssertionError("no BYE after " + refreshes + " refreshes");
    }

    @Test
    void aPeerWithoutTheExtensionHasNoTimer() {
        answer(called(), 200, "X-Plain", "1");
        assertEquals("ACK", net.nextRequest().method());
        net.pass(Duration.ofHours(2));
        assertEquals(0, net.waiting());
        assertEquals(1, net.stack().dialogs());
    }
}
