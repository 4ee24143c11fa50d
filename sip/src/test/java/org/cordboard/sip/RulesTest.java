package org.cordboard.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.MessageWriter;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.message.TortureTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the stack answers and when, message by message, on a clock that only the test moves.
@Timeout(60)
class RulesTest {
    private static final SipConfig.Limits SMALL = new SipConfig.Limits(1_000, 100, 3, 2, 5, 10, 65_536, 10);

    private final Signals invites = new Signals();
    private final SimulatedNetwork net = new SimulatedNetwork(SipConfig.Limits.DEFAULT, invites::add);

    private static String invite(int number, String extra) {
        return """
                INVITE sip:100@192.0.2.9 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%d
                Max-Forwards: 70
                From: <sip:ana@example.com>;tag=a%d
                To: <sip:100@192.0.2.9>
                Call-ID: c%d
                CSeq: 1 INVITE
                Contact: <sip:ana@192.0.2.1>
                %sContent-Length: 0

                """.formatted(number, number, number, extra);
    }

    private static String inside(String method, SipResponse ok, long sequence, String extra) {
        return """
                %s sip:cordboard@192.0.2.9:5060 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKin%s%d
                From: %s
                To: %s
                Call-ID: %s
                CSeq: %d %s
                %sContent-Length: 0

                """.formatted(method, method, sequence, ok.from(), ok.to(), ok.callId(), sequence, method, extra);
    }

    @ParameterizedTest
    @CsvSource({
        "badinv01, 400", "clerr, 400", "mismatch02, 400", "bext01, 420", "invut, 415", "unkscm, 416", "novelsc, 416",
        "multi01, 400", "zeromf, 200", "semiuri, 200", "transports, 200", "esc02, 501",
                "badbranch, 200",
        "cparam01, 405"
    })
    void tortureIsAnsweredAsTheRfcSays(String name, int status) {
        net.receive(TortureTest.bytes(name));
        assertEquals(status, net.nextResponse().status());
        assertEquals(0, net.stack().dialogs());
    }

    @ParameterizedTest
    @CsvSource({"scalarlg", "bigcode", "bcast", "unreason", "noreason"})
    void whatCannotBeAnsweredIsDropped(String name) {
        net.receive(TortureTest.bytes(name));
        assertNull(net.next());
    }

    @ParameterizedTest
    @CsvSource({
        "BYE, 481",
        "INFO, 481",
        "UPDATE, 481",
        "MESSAGE, 415",
        "SUBSCRIBE, 405",
        "FROBNICATE, 501",
        "REGISTER, 405"
    })
    void methodsOutsideDialogs(String method, int status) {
        net.receive(invite(1, "").replace("INVITE", method));
        assertEquals(status, net.nextResponse().status());
    }

    @Test
    void anUnknownDialogIs481AndACancelOfNothingToo() {
        net.receive(invite(1, "").replace("To: <sip:100@192.0.2.9>", "To: <sip:100@192.0.2.9>;tag=zz"));
        assertEquals(481, net.nextResponse().status());
        net.receive(invite(2, "").replace("INVITE", "CANCEL"));
        assertEquals(481, net.nextResponse().status());
        net.receive(invite(3, "").replace("INVITE", "ACK"));
        assertNull(net.next());
    }

    @Test
    void aRequestThatCameTwoWaysIsALoop() {
        net.receive(invite(1, ""));
        assertEquals(100, net.nextResponse().status());
        net.receive(invite(1, "").replace("z9hG4bK1", "z9hG4bKother"));
        assertEquals(482, net.nextResponse().status());
    }

    @Test
    void a200IsRepeatedUntilItIsAcknowledged() {
        net.receive(invite(1, ""));
        var ended = new Signals();
        invites.next(InboundInvite.class).answer(Party.OFFER, Headers.NONE, recordInto(ended));
        assertEquals(100, net.nextResponse().status());
        SipResponse ok = net.nextResponse();
        assertEquals(200, ok.status());
        net.pass(Duration.ofMillis(520));
        assertEquals(ok, net.nextResponse());
        net.pass(Duration.ofMillis(1_000));
        assertEquals(ok, net.nextResponse());
        net.receive(inside("ACK", ok, 1, ""));
        net.pass(Duration.ofSeconds(40));
        assertNull(net.next());
        assertEquals(1, net.stack().dialogs());
        assertTrue(ended.isEmpty());
    }

    private static DialogHandler recordInto(Signals ended) {
        return new DialogHandler() {
            @Override
            public void onEnded(Dialog dialog, DialogEnd end) {
                ended.add(end);
            }
        };
    }

    private SipResponse lastResponse() {
        SipResponse last = null;
        while (net.waiting() > 0) {
            last = net.nextResponse();
        }
        return last;
    }

    @Test
    void withoutAnAckTheCallIsHungUpAfter32Seconds() {
        net.receive(invite(1, ""));
        var ended = new Signals();
        invites.next(InboundInvite.class).answer(Party.OFFER, Headers.NONE, recordInto(ended));
        net.pass(Duration.ofMillis(31_900));
        assertEquals(200, lastResponse().status());
        net.pass(Duration.ofMillis(200));
        SipRequest bye = net.nextRequest();
        assertEquals("BYE", bye.method());
        assertEquals("sip:ana@192.0.2.1", bye.uri().toString());
        net.pass(Duration.ofSeconds(33));
        assertInstanceOf(DialogEnd.NoAck.class, ended.next(DialogEnd.class));
        assertEquals(0, net.stack().dialogs());
    }

    @Test
    void aByeBeforeTheAckWaitsForIt() {
        net.receive(invite(1, ""));
        Dialog dialog = invites.next(InboundInvite.class)
                .answer(Party.OFFER, new DialogHandler() {})
                .orElseThrow();
        SipResponse ok = lastResponse();
        dialog.bye();
        assertNull(net.next());
        net.receive(inside("ACK", ok, 1, ""));
        assertEquals("BYE", net.nextRequest().method());
    }

    @Test
    void aSessionNobodyRefreshesIsEnded() {
        net.receive(invite(1, "Supported: timer\nSession-Expires: 90;refresher=uac\n"));
        var ended = new Signals();
        invites.next(InboundInvite.class).answer(Party.OFFER, Headers.NONE, recordInto(ended));
        SipResponse ok = lastResponse();
        assertEquals(Optional.of("90;refresher=uac"), ok.headers().first("Session-Expires"));
        assertTrue(ok.headers().lists("Require", "timer"));
        net.receive(inside("ACK", ok, 1, ""));
        net.pass(Duration.ofSeconds(40));
        net.receive(inside(
                "UPDATE",
                ok,
                2,
                "Supported: timer\nSession-Expires: 90;refresher=uac\nContact: <sip:moved@192.0.2.1>\n"));
        assertEquals(200, net.nextResponse().status());
        net.pass(Duration.ofSeconds(59));
        assertNull(net.next());
        net.pass(Duration.ofSeconds(2));
        SipRequest bye = net.nextRequest();
        assertEquals("BYE", bye.method());
        assertEquals("sip:moved@192.0.2.1", bye.uri().toString());
        net.pass(Duration.ofSeconds(33));
        assertInstanceOf(DialogEnd.SessionExpired.class, ended.next(DialogEnd.class));
    }

    @Test
    void weRefreshWhenItIsOurDuty() {
        net.receive(invite(1, "Supported: timer\nSession-Expires: 100;refresher=uas\n"));
        invites.next(InboundInvite.class).answer(Party.OFFER, new DialogHandler() {});
        SipResponse ok = lastResponse();
        net.receive(inside("ACK", ok, 1, ""));
        net.pass(Duration.ofSeconds(51));
        SipRequest refresh = net.nextRequest();
        assertEquals("INVITE", refresh.method());
        assertEquals(Optional.of(Party.OFFER), refresh.sdp());
    }

    @Test
    void tooShortASessionIsRefused() {
        net.receive(invite(1, "Supported: timer\nSession-Expires: 30\n"));
        SipResponse refusal = net.nextResponse();
        assertEquals(422, refusal.status());
        assertEquals(Optional.of("90"), refusal.headers().first("Min-SE"));
    }

    @Test
    void requestsOutOfOrderAreRefused() {
        net.receive(invite(1, ""));
        invites.next(InboundInvite.class).answer(Party.OFFER, new DialogHandler() {});
        SipResponse ok = lastResponse();
        net.receive(inside("ACK", ok, 1, ""));
        net.receive(inside("OPTIONS", ok, 9, ""));
        assertEquals(200, net.nextResponse().status());
        net.receive(inside("OPTIONS", ok, 5, ""));
        assertEquals(500, net.nextResponse().status());
    }

    @Test
    void reliableProvisionalsWaitForTheirPrack() {
        net.receive(invite(1, "Require: 100rel\n"));
        InboundInvite call = invites.next(InboundInvite.class);
        assertEquals(100, net.nextResponse().status());
        call.progress(Party.OFFER);
        SipResponse progress = net.nextResponse();
        assertTrue(progress.headers().lists("Require", "100rel"));
        call.answer(Party.OFFER, new DialogHandler() {});
        net.pass(Duration.ofMillis(520));
        assertEquals(progress, net.nextResponse());
        String rack = "RAck: " + progress.headers().first("RSeq").orElseThrow() + " 1 INVITE\n";
        net.receive(inside("PRACK", progress, 2, rack));
        SipResponse acknowledged = net.nextResponse();
        assertEquals("PRACK", acknowledged.cseq().method());
        assertEquals(200, acknowledged.status());
        SipResponse ok = net.nextResponse();
        assertEquals("INVITE", ok.cseq().method());
        assertEquals(200, ok.status());
    }

    @Test
    void aRefusalIsRepeatedWhateverComesAfterIt() {
        net.receive(invite(1, "Require: 100rel\n"));
        InboundInvite call = invites.next(InboundInvite.class);
        net.nextResponse();
        call.ring();
        call.progress(Party.OFFER); // waits for the PRACK of the ringing
        SipResponse ringing = net.nextResponse();
        call.reject(486);
        assertEquals(486, net.nextResponse().status());
        String rack = "RAck: " + ringing.headers().first("RSeq").orElseThrow() + " 1 INVITE\n";
        net.receive(inside("PRACK", ringing, 2, rack));
        while (net.waiting() > 0) {
            assertEquals("PRACK", net.nextResponse().cseq().method());
        }
        net.pass(Duration.ofMillis(600));
        assertEquals(486, net.nextResponse().status());
    }

    @ParameterizedTest
    @CsvSource({"UPDATE, 200", "OPTIONS, 200", "INFO, 200", "REFER, 405", "PRACK, 481", "INVITE, 500"})
    void aRingingCallAnswersWhatIsAskedInItsEarlyDialog(String method, int status) {
        net.receive(invite(1, ""));
        invites.next(InboundInvite.class).ring();
        assertEquals(100, net.nextResponse().status());
        SipResponse ringing = net.nextResponse();
        net.receive(inside(method, ringing, 2, ""));
        assertEquals(status, net.nextResponse().status());
        assertEquals(1, net.stack().dialogs());
    }

    @Test
    void aFloodIsAnswered503WithoutKeepingState() {
        var small = new SimulatedNetwork(SMALL, invites::add);
        for (int i = 0; i < 5; i++) {
            small.receive(invite(i, ""));
        }
        assertEquals(100, small.nextResponse().status());
        assertEquals(100, small.nextResponse().status());
        SipResponse busy = small.nextResponse();
        assertEquals(503, busy.status());
        assertTrue(busy.headers().has("Retry-After"));
        assertEquals(3, small.stack().counters().overloaded());
        assertEquals(2, small.stack().counters().transactions());
        small.pass(Duration.ofSeconds(1));
        small.receive(invite(9, ""));
        assertEquals(503, small.nextResponse().status());
        assertEquals(503, small.nextResponse().status());
        assertEquals(100, small.nextResponse().status());
    }

    @Test
    void aCancelThatCrosses200IsSettledWithAckAndBye() {
        var signals = new Signals();
        SipUri target = SipUri.of("bob", "192.0.2.1", 0);
        OutboundCall call = net.stack()
                .invite(OutboundInvite.to(target, NameAddress.of(target)).withSdp(Party.OFFER), new OutboundHandler() {
                    @Override
                    public DialogHandler onAnswered(Dialog dialog, SipResponse response) {
                        signals.add(dialog);
                        return new DialogHandler() {};
                    }

                    @Override
                    public void onFailed(CallFailure failure) {
                        signals.add(failure);
                    }
                });
        SipRequest invite = net.nextRequest();
        call.cancel();
        assertNull(net.next());
        answer(invite, 180);
        SipRequest cancel = net.nextRequest();
        assertEquals("CANCEL", cancel.method());
        assertEquals(invite.via(), cancel.via());
        answer(invite, 200);
        assertEquals("ACK", net.nextRequest().method());
        assertEquals("BYE", net.nextRequest().method());
        assertEquals(CallFailure.Kind.CANCELED, signals.next(CallFailure.class).kind());
    }

    private void answer(SipRequest request, int status) {
        SipResponse response = SipResponse.to(request, status, "peer").with("Contact", "<sip:bob@192.0.2.1>");
        net.receive(MessageWriter.bytes(response));
    }

    @Test
    void routesOfTheAnswerAreFollowedInReverse() {
        SipUri target = SipUri.of("bob", "192.0.2.1", 0);
        var signals = new Signals();
        net.stack()
                .invite(OutboundInvite.to(target, NameAddress.of(target)).withSdp(Party.OFFER), new OutboundHandler() {
                    @Override
                    public DialogHandler onAnswered(Dialog dialog, SipResponse response) {
                        signals.add(dialog);
                        return new DialogHandler() {};
                    }

                    @Override
                    public void onFailed(CallFailure failure) {}
                });
        SipRequest invite = net.nextRequest();
        SipResponse ok = SipResponse.to(invite, 200, "peer")
                .with("Contact", "<sip:bob@198.51.100.7>")
                .with("Record-Route", "<sip:192.0.2.2;lr>, <sip:192.0.2.3;lr>");
        net.receive(MessageWriter.bytes(ok));
        SipRequest ack = net.nextRequest();
        assertEquals("sip:bob@198.51.100.7", ack.uri().toString());
        assertEquals(
                List.of("<sip:192.0.2.3;lr>", "<sip:192.0.2.2;lr>"),
                ack.headers().values("Route"));
        assertEquals("peer", signals.next(Dialog.class).remoteTag());
        net.receive(MessageWriter.bytes(ok));
        assertEquals(ack, net.nextRequest());
    }

    @Test
    void aLineBreakFromAnApplicationAddsNoHeader() {
        assertThrows(IllegalArgumentException.class, () -> Headers.of("X-Note", "a\r\nX-Evil: 1"));
    }
}
