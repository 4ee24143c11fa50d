package org.cordboard.sip;

import static org.cordboard.sip.Party.ANSWER;
import static org.cordboard.sip.Party.OFFER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.digest.DigestSecret;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two stacks on loopback call each other over real sockets.
@Timeout(60)
class CallsOverSocketsTest {
    private final Party ana = Party.fast();
    private final Party bob = Party.fast();

    @AfterEach
    void close() {
        ana.close();
        bob.close();
    }

    private record Call(Dialog caller, Dialog callee) {}

    private Call established(Transport transport) {
        ana.call(bob.uri("bob", transport));
        InboundInvite invite = bob.signals.next(InboundInvite.class);
        Dialog callee = invite.answer(ANSWER, bob.new Recorder()).orElseThrow();
        Dialog caller = ana.signals.next(Party.Answered.class).dialog();
        bob.signals.next(Party.Acked.class);
        return new Call(caller, callee);
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void aCallRingsIsAnsweredAndHungUpByTheCaller(Transport transport) {
        ana.call(bob.uri("bob", transport));
        InboundInvite invite = bob.signals.next(InboundInvite.class);
        assertEquals(Optional.of(OFFER), invite.sdp());
        assertEquals(transport, invite.source().transport());
        invite.ring();
        assertEquals(180, ana.signals.next(Party.Progress.class).status());
        invite.progress(ANSWER);
        assertEquals(new Party.Progress(183, Optional.of(ANSWER)), ana.signals.next(Party.Progress.class));
        Dialog callee = invite.answer(ANSWER, bob.new Recorder()).orElseThrow();
        Party.Answered answered = ana.signals.next(Party.Answered.class);
        assertEquals(Optional.of(ANSWER), answered.response().sdp());
        assertEquals(Optional.empty(), bob.signals.next(Party.Acked.class).sdp());
        assertEquals(callee.localTag(), answered.dialog().remoteTag());
        answered.dialog().bye(Headers.of("X-Why", "done"));
        var end = assertInstanceOf(
                DialogEnd.RemoteBye.class, bob.signals.next(Party.Ended.class).how());
        assertEquals(Optional.of("done"), end.bye().headers().first("X-Why"));
        assertInstanceOf(
                DialogEnd.LocalBye.class, ana.signals.next(Party.Ended.class).how());
        assertEquals(0, ana.stack.dialogs());
        assertEquals(0, bob.stack.dialogs());
    }

    @Test
    void theCalleeHangsUpToo() {
        Call call = established(Transport.UDP);
        call.callee.bye();
        assertInstanceOf(
                DialogEnd.RemoteBye.class, ana.signals.next(Party.Ended.class).how());
        assertInstanceOf(
                DialogEnd.LocalBye.class, bob.signals.next(Party.Ended.class).how());
        assertTrue(call.caller.ended());
    }

    @Test
    void aRefusalReachesTheCallerWithItsHeaders() {
        ana.call(bob.uri("bob", Transport.UDP));
        bob.signals.next(InboundInvite.class).reject(486, "Busy", Headers.of("X-Reason", "lunch"));
        CallFailure failure = ana.signals.next(CallFailure.class);
        assertEquals(486, failure.status());
        assertEquals("Busy", failure.reason());
        assertEquals(Optional.of("lunch"), failure.response().headers().first("X-Reason"));
    }

    @Test
    void cancelStopsTheRinging() {
        OutboundCall call = ana.call(bob.uri("bob", Transport.UDP));
        InboundInvite invite = bob.signals.next(InboundInvite.class);
        invite.ring();
        ana.signals.next(Party.Progress.class);
        call.cancel();
        bob.signals.next(Party.Gone.class);
        CallFailure failure = ana.signals.next(CallFailure.class);
        assertEquals(CallFailure.Kind.CANCELED, failure.kind());
        assertEquals(487, failure.status());
        assertEquals(Optional.empty(), invite.answer(ANSWER, new DialogHandler() {}));
        assertEquals(0, bob.stack.dialogs());
    }

    @Test
    void holdAndResumeByReinviteBothWays() {
        Call call = established(Transport.UDP);
        String hold = OFFER + "a=sendonly\r\n";
        CompletableFuture<SipResponse> held = call.caller.reinvite(hold);
        Party.Offered offered = bob.signals.next(Party.Offered.class);
        assertEquals(Optional.of(hold), offered.offer().sdp());
        offered.offer().answer(ANSWER + "a=recvonly\r\n");
        assertEquals(200, held.join().status());
        bob.signals.next(Party.Acked.class);
        CompletableFuture<SipResponse> other = call.callee.reinvite(ANSWER);
        ana.signals.next(Party.Offered.class).offer().reject(488);
        assertEquals(488, other.join().status());
        assertFalse(call.callee.ended());
    }

    @Test
    void offersThatCrossAreRetriedAndBothSucceed() {
        Call call = established(Transport.UDP);
        CompletableFuture<SipResponse> one = call.caller.reinvite(OFFER);
        CompletableFuture<SipResponse> two = call.callee.reinvite(ANSWER);
        answerOffers(ana, ANSWER);
        answerOffers(bob, OFFER);
        assertEquals(200, one.join().status());
        assertEquals(200, two.join().status());
    }

    private static void answerOffers(Party party, String sdp) {
        Thread.ofVirtual().start(() -> {
            while (true) {
                Object signal = party.signals.next(Object.class);
                if (signal instanceof Party.Offered(DialogHandler.Offer offer)) {
                    offer.answer(sdp);
                }
            }
        });
    }

    @Test
    void aDelayedOfferIsAnsweredInTheAck() {
        ana.call(OutboundInvite.to(bob.uri("bob", Transport.UDP), NameAddress.of(SipUri.of("ana", "example.com", 0))));
        InboundInvite invite = bob.signals.next(InboundInvite.class);
        assertEquals(Optional.empty(), invite.sdp());
        invite.answer(OFFER, bob.new Recorder());
        Party.Answered answered = ana.signals.next(Party.Answered.class);
        assertEquals(Optional.of(OFFER), answered.response().sdp());
        answered.dialog().acknowledge(ANSWER);
        assertEquals(Optional.of(ANSWER), bob.signals.next(Party.Acked.class).sdp());
    }

    @Test
    void keysTravelByInfo() {
        Call call = established(Transport.TCP);
        assertEquals(200, call.caller.dtmf('#', 250).join().status());
        assertEquals(new Party.Key('#', 250), bob.signals.next(Party.Key.class));
        assertEquals(200, call.callee.info("application/dtmf", "5").join().status());
        assertEquals('5', ana.signals.next(Party.Key.class).key());
        assertEquals(200, call.callee.info("text/plain", "hello").join().status());
        assertEquals("hello", ana.signals.next(Party.Info.class).request().bodyText());
    }

    @Test
    void aTransferIsAcceptedAndReported() {
        Call call = established(Transport.UDP);
        var reports = new Signals();
        SipUri target = SipUri.of("carol", "example.com", 0);
        CompletableFuture<SipResponse> accepted =
                call.caller.refer(target, Headers.NONE, (status, reason, last) -> reports.add(List.of(status, last)));
        DialogHandler.Transfer transfer = bob.signals.next(Party.Referred.class).transfer();
        assertEquals(target, transfer.target());
        transfer.accept();
        transfer.report(180, "Ringing");
        transfer.report(200, "OK");
        assertEquals(202, accepted.join().status());
        assertEquals(List.of(100, false), reports.next(List.class));
        assertEquals(List.of(180, false), reports.next(List.class));
        assertEquals(List.of(200, true), reports.next(List.class));
    }

    @Test
    void aRefusedTransferSaysSo() {
        Call call = established(Transport.UDP);
        CompletableFuture<SipResponse> answer =
                call.caller.refer(SipUri.of("c", "x.example", 0), Headers.NONE, (s, r, l) -> {});
        bob.signals.next(Party.Referred.class).transfer().reject(603);
        assertEquals(603, answer.join().status());
    }

    @Test
    void aChallengedCallComesBackWithCredentials() {
        var from = NameAddress.of(SipUri.of("ana", "example.com", 0));
        ana.call(OutboundInvite.to(bob.uri("bob", Transport.UDP), from)
                .withSdp(OFFER)
                .withCredentials(new DigestCredentials("ana", "secret")));
        var secret = Optional.of(DigestSecret.ofPassword("example.com", "ana", "secret"));
        InboundInvite first = bob.signals.next(InboundInvite.class);
        assertInstanceOf(
                InboundInvite.Authentication.Challenged.class, first.authenticate("example.com", (r, u) -> secret));
        InboundInvite second = bob.signals.next(InboundInvite.class);
        assertEquals(
                new InboundInvite.Authentication.Accepted("ana"), second.authenticate("example.com", (r, u) -> secret));
        second.reject(480);
        assertEquals(480, ana.signals.next(CallFailure.class).status());
    }

    @Test
    void wrongCredentialsAreRefusedOnce() {
        var from = NameAddress.of(SipUri.of("ana", "example.com", 0));
        ana.call(OutboundInvite.to(bob.uri("bob", Transport.UDP), from)
                .withSdp(OFFER)
                .withCredentials(new DigestCredentials("ana", "wrong")));
        var secret = Optional.of(DigestSecret.ofPassword("example.com", "ana", "secret"));
        bob.signals.next(InboundInvite.class).authenticate("example.com", (r, u) -> secret);
        assertInstanceOf(
                InboundInvite.Authentication.Refused.class,
                bob.signals.next(InboundInvite.class).authenticate("example.com", (r, u) -> secret));
        assertEquals(403, ana.signals.next(CallFailure.class).status());
    }

    @Test
    void aCallToNobodyTimesOut() {
        SipUri nobody = SipUri.of("x", "127.0.0.1", 9);
        ana.call(nobody);
        CallFailure failure = ana.signals.next(CallFailure.class);
        assertEquals(CallFailure.Kind.TIMEOUT, failure.kind());
        assertTrue(failure.retryElsewhere());
    }

    @Test
    void aClosedTcpPortFailsAtOnce() {
        ana.call(SipUri.of("x", "127.0.0.1", 9).withParameter("transport", "tcp"));
        assertEquals(
                CallFailure.Kind.TRANSPORT, ana.signals.next(CallFailure.class).kind());
    }

    @Test
    void aNameWithoutAddressIsAnswered() {
        ana.call(SipUri.of("x", "no-such-host.invalid", 5060));
        assertEquals(CallFailure.Kind.DNS, ana.signals.next(CallFailure.class).kind());
    }

    @Test
    void optionsAreAnswered() {
        assertEquals(200, ana.stack.ping(bob.uri("x", Transport.TCP)).join().status());
        assertEquals(408, ana.stack.ping(SipUri.of("x", "127.0.0.1", 9)).join().status());
    }

    @Test
    void closingTheStackHangsUp() {
        established(Transport.UDP);
        bob.close();
        assertInstanceOf(
                DialogEnd.RemoteBye.class, ana.signals.next(Party.Ended.class).how());
        assertInstanceOf(
                DialogEnd.Closed.class, bob.signals.next(Party.Ended.class).how());
    }
}
