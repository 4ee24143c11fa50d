package org.cordboard.sip;

import static org.cordboard.sip.Party.ANSWER;
import static org.cordboard.sip.Party.OFFER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.Parameters;
import org.cordboard.sip.message.SipUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls that say more than an offer does: bodies beside it, features of our Contact, bodies on their own later.
@Timeout(60)
class MultipartCallsTest {
    private static final String TYPE = "application/rs-metadata+xml";
    private static final BodyPart METADATA = new BodyPart(TYPE, "recording-session", "<recording>Zoë</recording>");

    private final Party ana = Party.fast();
    private final Party bob = Party.fast();

    @AfterEach
    void close() {
        ana.close();
        bob.close();
    }

    private InboundInvite called(Transport transport) {
        ana.call(OutboundInvite.to(
                        bob.uri("recorder", transport), NameAddress.of(SipUri.of("ana", "example.com", 0)))
                .withHeaders(Headers.of("X-Custom", "1"))
                .withParts(List.of(METADATA))
                .withFeatures(Parameters.of("+sip.src", ""))
                .withSdp(OFFER));
        return bob.signals.next(InboundInvite.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void anInviteCarriesOfferAndMetadata(Transport transport) {
        var invite = called(transport);
        assertEquals(Optional.of("multipart/mixed"), invite.request().contentType());
        assertEquals(Optional.of(OFFER), invite.sdp());
        assertEquals(Optional.of(METADATA.text()), invite.request().part(TYPE));
        assertTrue(invite.request().bodyText().contains("Content-Disposition: recording-session\r\n"));
        assertEquals(Optional.of("1"), invite.request().headers().first("X-Custom"));
        assertTrue(invite.request().contact().orElseThrow().parameters().has("+sip.src"));
        invite.answer(ANSWER, bob.new Recorder());
        assertEquals(Optional.of(ANSWER), ana.signals.next(Party.Answered.class).response().sdp());
    }

    @Test
    void theContactKeepsItsFeaturesWhenTheSessionIsRefreshed() {
        called(Transport.UDP).answer(ANSWER, bob.new Recorder());
        var dialog = ana.signals.next(Party.Answered.class).dialog();
        bob.signals.next(Party.Acked.class);
        var again = dialog.reinvite(OFFER);
        var offered = bob.signals.next(Party.Offered.class).offer();
        assertTrue(offered.request().contact().orElseThrow().parameters().has("+sip.src"));
        offered.answer(ANSWER);
        assertEquals(200, again.join().status());
    }

    @Test
    void aBodyTravelsAloneByUpdateBothWays() {
        var callee = called(Transport.UDP).answer(ANSWER, bob.new Recorder()).orElseThrow();
        var caller = ana.signals.next(Party.Answered.class).dialog();
        bob.signals.next(Party.Acked.class);
        assertEquals(200, caller.update(METADATA).join().status());
        var update = bob.signals.next(Party.Updated.class).request();
        assertEquals(Optional.of(METADATA.text()), update.part(TYPE));
        assertEquals(Optional.of("recording-session"), update.headers().first("Content-Disposition"));
        var wish = new BodyPart("application/rs-metadata-request", "recording-session", "");
        assertEquals(200, callee.update(wish).join().status());
        assertEquals(
                Optional.of("application/rs-metadata-request"),
                ana.signals.next(Party.Updated.class).request().contentType());
    }

    /// We are no recording server.
    @Test
    void aRecordingCallToUsIsRefusedByName() {
        ana.call(OutboundInvite.to(
                        bob.uri("anybody", Transport.UDP), NameAddress.of(SipUri.of("ana", "example.com", 0)))
                .withHeaders(Headers.of("Require", "siprec"))
                .withSdp(OFFER));
        var failure = ana.signals.next(CallFailure.class);
        assertEquals(420, failure.status());
        assertEquals(Optional.of("siprec"), failure.response().headers().first("Unsupported"));
    }

    @Test
    void noPartSmugglesAHeaderIn() {
        assertThrows(
                IllegalArgumentException.class, () -> new BodyPart("text/plain\r\nX-Bad: 1", "", "body"));
    }
}
