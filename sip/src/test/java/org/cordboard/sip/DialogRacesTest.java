package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.MessageWriter;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What crosses on the line or fails to come: glare, CANCEL and BYE, silent hosts, transfers nobody finishes. Message by
/// message, on a clock that only the test moves.
@Timeout(60)
class DialogRacesTest {
    private final Signals signals = new Signals();
    private final SimulatedNetwork net = new SimulatedNetwork(SipConfig.Limits.DEFAULT, InboundInvite::ring);

    private final class Caller implements OutboundHandler {
        @Override
        public void onProgress(SipResponse response) {
            signals.add(response);
        }

        @Override
        public DialogHandler onAnswered(Dialog dialog, SipResponse response) {
            signals.add(dialog);
            return new DialogHandler() {
                @Override
                public void onRefer(Dialog in, Transfer transfer) {
                    signals.add(transfer);
                }

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
    }

    private OutboundCall call(SimulatedNetwork on, String host) {
        SipUri target = SipUri.of("bob", host, 0);
        return on.stack().invite(OutboundInvite.to(target, NameAddress.of(target)).withSdp(Party.OFFER), new Caller());
    }

    private static SipResponse to(SipRequest request, int status) {
        return SipResponse.to(request, status, "peer").with("Contact", "<sip:bob@192.0.2.1>");
    }

    private void answer(SipRequest request, int status) {
        net.receive(MessageWriter.bytes(to(request, status)));
    }

    /// A dialog of ours, as the caller, and its INVITE.
    private record Established(Dialog dialog, SipRequest invite) {}

    private Established established() {
        call(net, "192.0.2.1");
        SipRequest invite = net.nextRequest();
        answer(invite, 200);
        assertEquals("ACK", net.nextRequest().method());
        return new Established(signals.next(Dialog.class), invite);
    }

    private void peerSends(Established call, String method, int number, String extra) {
        net.receive("""
                %s sip:cordboard@192.0.2.9:5060 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKpeer%s%d
                From: <sip:bob@192.0.2.1>;tag=peer
                To: %s
                Call-ID: %s
                CSeq: %d %s
                Contact: <sip:bob@192.0.2.1>
                %sContent-Length: 0

                """.formatted(
                        method, method, number, call.invite.from(), call.invite.callId(), number, method, extra));
    }

    @Test
    void anOfferThatMeetsOursIs491() {
        Established call = established();
        call.dialog.reinvite(Party.OFFER);
        SipRequest ours = net.nextRequest();
        peerSends(call, "INVITE", 1, "");
        assertEquals(491, net.nextResponse().status());
        answer(ours, 200);
        assertEquals("ACK", net.nextRequest().method());
    }

    @Test
    void ourOfferThatMetTheirsIsSentAgainAfterTheRandomWaitAndGivenUpTheThirdTime() {
        Established call = established();
        CompletableFuture<SipResponse> outcome = call.dialog.reinvite(Party.OFFER);
        for (int tried = 1; tried <= 3; tried++) {
            SipRequest offer = net.nextOnce();
            assertEquals("INVITE", offer.method(), "try " + tried);
            answer(offer, 491);
            assertEquals("ACK", net.nextRequest().method());
            if (tried < 3) {
                assertFalse(outcome.isDone());
                net.pass(Duration.ofMillis(2_090)); // the owner of the Call-ID waits 2.1 to 4 s
                assertNull(net.next());
                net.pass(Duration.ofMillis(1_930));
            }
        }
        assertEquals(491, outcome.join().status());
        net.pass(Duration.ofSeconds(10));
        assertNull(net.next());
        assertFalse(call.dialog.ended());
    }

    @Test
    void byesThatCrossEndTheCallOnce() {
        Established call = established();
        call.dialog.bye(Headers.of("Reason", "Q.850;cause=16"));
        SipRequest ours = net.nextRequest();
        assertEquals(Optional.of("Q.850;cause=16"), ours.headers().first("Reason"));
        peerSends(call, "BYE", 1, "");
        assertEquals(200, net.nextResponse().status());
        answer(ours, 481);
        assertInstanceOf(DialogEnd.RemoteBye.class, signals.next(DialogEnd.class));
        net.pass(Duration.ofSeconds(40));
        assertNull(net.next());
        assertTrue(signals.isEmpty());
        assertEquals(0, net.stack().dialogs());
        assertEquals(0, net.stack().counters().transactions());
    }

    @Test
    void aCancelThatComesAfterTheAnswerChangesNothing() {
        var answering = new SimulatedNetwork(
                SipConfig.Limits.DEFAULT, invite -> signals.add(invite.answer(Party.OFFER, new DialogHandler() {}).orElseThrow()));
        String invite = """
                INVITE sip:100@192.0.2.9 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
                Max-Forwards: 70
                From: <sip:ana@example.com>;tag=a1
                To: <sip:100@192.0.2.9>
                Call-ID: c1
                CSeq: 1 INVITE
                Contact: <sip:ana@192.0.2.1>
                Content-Length: 0

                """;
        answering.receive(invite);
        Dialog dialog = signals.next(Dialog.class);
        assertEquals(100, answering.nextResponse().status());
        assertEquals(200, answering.nextResponse().status());
        answering.receive(invite.replace("INVITE", "CANCEL"));
        SipResponse ok = answering.nextResponse();
        assertEquals("CANCEL", ok.cseq().method());
        assertEquals(200, ok.status());
        assertFalse(dialog.ended());
        assertEquals(1, answering.stack().dialogs());
    }

    @Test
    void aCancelMaySayThatAnotherPhoneTookTheCall() {
        OutboundCall call = call(net, "192.0.2.1");
        SipRequest invite = net.nextRequest();
        call.cancel(Headers.of("Reason", "SIP;cause=200;text=\"Call completed elsewhere\""));
        answer(invite, 180);
        SipRequest cancel = net.nextRequest();
        assertEquals("CANCEL", cancel.method());
        assertEquals(
                Optional.of("SIP;cause=200;text=\"Call completed elsewhere\""), cancel.headers().first("Reason"));
    }

    @Test
    void aByeGivesItsReason() {
        Established call = established();
        call.dialog.bye();
        assertEquals(
                Optional.of("Q.850;cause=16;text=\"Normal call clearing\""),
                net.nextRequest().headers().first("Reason"));
    }

    @Test
    void reliableProvisionalsAreAcknowledgedInTheirOrder() {
        call(net, "192.0.2.1");
        SipRequest invite = net.nextRequest();
        SipResponse first = to(invite, 183).with("Require", "100rel").with("RSeq", "7");
        net.receive(MessageWriter.bytes(first));
        SipRequest prack = net.nextRequest();
        assertEquals("PRACK", prack.method());
        assertEquals(Optional.of("7 " + invite.cseq()), prack.headers().first("RAck"));
        assertEquals(invite.cseq().number() + 1, prack.cseq().number());
        answer(prack, 200);
        net.receive(MessageWriter.bytes(first)); // repeated: no second PRACK
        assertNull(net.next());
        net.receive(MessageWriter.bytes(to(invite, 180).with("Require", "100rel").with("RSeq", "9"))); // 8 is missing
        assertNull(net.next());
        net.receive(MessageWriter.bytes(to(invite, 180).with("Require", "100rel").with("RSeq", "8")));
        assertEquals(Optional.of("8 " + invite.cseq()), net.nextRequest().headers().first("RAck"));
        assertEquals(183, signals.next(SipResponse.class).status());
        assertEquals(180, signals.next(SipResponse.class).status());
        answer(invite, 200);
        assertEquals("ACK", net.nextRequest().method());
        Dialog dialog = signals.next(Dialog.class);
        dialog.bye();
        assertEquals(invite.cseq().number() + 3, net.nextRequest().cseq().number());
    }

    // --- several places

    private static Flow place(int number) {
        return Flow.udp(new InetSocketAddress("192.0.2." + number, 5060));
    }

    private final SimulatedNetwork served = new SimulatedNetwork(
            SipConfig.Limits.DEFAULT, InboundInvite::ring, _ -> List.of(place(11), place(12), place(13)));

    private SipRequest nextServed() {
        Signals.until("a message", () -> served.waiting() > 0);
        return served.nextRequest();
    }

    private void servedAnswers(SipRequest request, int status) {
        served.receive(MessageWriter.bytes(to(request, status)));
    }

    @Test
    void aSilentHostIsLeftForTheNextAfterFourSeconds() {
        call(served, "carrier.example");
        SipRequest first = nextServed();
        assertEquals(place(11), served.way());
        served.pass(Duration.ofMillis(3_950));
        int repeated = served.waiting();
        assertEquals(3, repeated); // at 0.5, 1.5 and 3.5 s
        for (int i = 0; i < repeated; i++) {
            assertEquals(first, served.nextRequest());
        }
        served.pass(Duration.ofMillis(100));
        SipRequest second = nextServed();
        assertEquals(place(12), served.way());
        assertEquals(first.callId(), second.callId());
        assertFalse(first.via().equals(second.via()));
        servedAnswers(second, 200);
        assertEquals("ACK", nextServed().method());
        signals.next(Dialog.class);
        servedAnswers(first, 180); // it wakes up: nobody wants it any more
        assertEquals("CANCEL", nextServed().method());
        assertEquals(place(11), served.way());
        servedAnswers(first, 200);
        assertEquals("ACK", nextServed().method());
        assertEquals("BYE", nextServed().method());
        assertEquals(1, served.stack().dialogs());
    }

    @Test
    void anOverloadedHostIsLeftAtOnceAndTheLastAnswerCounts() {
        call(served, "carrier.example");
        for (int number = 11; number <= 13; number++) {
            SipRequest invite = nextServed();
            assertEquals("INVITE", invite.method());
            assertEquals(place(number), served.way());
            servedAnswers(invite, 503);
            assertEquals("ACK", nextServed().method());
        }
        assertEquals(503, signals.next(CallFailure.class).status());
    }

    @Test
    void aHostThatRingsIsNotLeft() {
        call(served, "carrier.example");
        SipRequest invite = nextServed();
        servedAnswers(invite, 180);
        served.pass(Duration.ofSeconds(60));
        assertEquals(0, served.waiting());
        servedAnswers(invite, 486);
        assertEquals("ACK", nextServed().method());
        assertEquals(180, signals.next(SipResponse.class).status());
        assertEquals(486, signals.next(CallFailure.class).status());
    }

    @Test
    void canceledWhileTheFirstIsSilentNoOtherIsTried() {
        OutboundCall call = call(served, "carrier.example");
        SipRequest invite = nextServed();
        call.cancel();
        served.pass(Duration.ofSeconds(33));
        while (served.waiting() > 0) {
            assertEquals(invite, served.nextRequest());
        }
        assertEquals(CallFailure.Kind.CANCELED, signals.next(CallFailure.class).kind());
    }

    // --- transfers

    @Test
    void aTransferNobodyReportsOfHasFailedWhenItsSubscriptionEnds() {
        Established call = established();
        var reports = new Signals();
        var accepted = call.dialog.refer(
                SipUri.of("c", "x.example", 0), Headers.NONE, (status, _, last) -> reports.add(List.of(status, last)));
        SipRequest refer = net.nextRequest();
        answer(refer, 202);
        assertEquals(202, accepted.join().status());
        net.pass(Duration.ofSeconds(179));
        assertTrue(reports.isEmpty());
        net.pass(Duration.ofSeconds(2));
        assertEquals(List.of(408, true), reports.next(List.class));
        assertFalse(call.dialog.ended());
    }

    @Test
    void whoIsToldThatItsTransferSucceededIsHungUpAfter32Seconds() {
        Established call = established();
        peerSends(call, "REFER", 1, "Refer-To: <sip:carol@example.com>\n");
        DialogHandler.Transfer transfer = signals.next(DialogHandler.Transfer.class);
        transfer.accept();
        assertEquals(202, net.nextResponse().status());
        answer(net.nextRequest(), 200);
        transfer.report(200, "OK");
        SipRequest last = net.nextRequest();
        assertTrue(last.headers().first("Subscription-State").orElseThrow().startsWith("terminated"));
        answer(last, 200);
        net.pass(Duration.ofMillis(31_900));
        assertNull(net.next());
        net.pass(Duration.ofMillis(200));
        SipRequest bye = net.nextRequest();
        assertEquals("BYE", bye.method());
        answer(bye, 200);
        assertInstanceOf(DialogEnd.LocalBye.class, signals.next(DialogEnd.class));
    }

    @Test
    void whoHangsUpAfterItsTransferIsNotWaitedFor() {
        Established call = established();
        peerSends(call, "REFER", 1, "Refer-To: <sip:carol@example.com>\n");
        DialogHandler.Transfer transfer = signals.next(DialogHandler.Transfer.class);
        transfer.accept();
        net.nextResponse();
        answer(net.nextRequest(), 200);
        transfer.report(200, "OK");
        answer(net.nextRequest(), 200);
        peerSends(call, "BYE", 2, "");
        assertEquals(200, net.nextResponse().status());
        assertInstanceOf(DialogEnd.RemoteBye.class, signals.next(DialogEnd.class));
        net.pass(Duration.ofSeconds(70));
        assertNull(net.next());
    }

    @Test
    void aFailedTransferLeavesTheCallAsItWas() {
        Established call = established();
        peerSends(call, "REFER", 1, "Refer-To: <sip:carol@example.com>\n");
        DialogHandler.Transfer transfer = signals.next(DialogHandler.Transfer.class);
        transfer.accept();
        net.nextResponse();
        answer(net.nextRequest(), 200);
        transfer.report(486, "Busy Here");
        answer(net.nextRequest(), 200);
        net.pass(Duration.ofSeconds(70));
        assertNull(net.next());
        assertFalse(call.dialog.ended());
    }
}
