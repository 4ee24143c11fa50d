package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.sid.ApplicationSid;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls that come in unusually, and phones that may not register.
@Timeout(60)
class ReceptionTest {
    private static final Duration SOON = House.PATIENCE;

    private House house;
    private TestPhone caller;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        caller = new TestPhone("+15557770001");
    }

    @AfterEach
    void tearDown() {
        caller.close();
        house.close();
    }

    @Test
    void aCallerWithoutACodecOfOursIsNotAcceptable() throws Exception {
        house.answers("<Response><Say>Never</Say></Response>");
        var opus = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + "m=audio 40000 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\n";
        assertEquals(
                488, caller.call(house.sip(), House.NUMBER, Optional.of(opus)).end(SOON));
        house.eventually(Call.class, c -> c.status() == CallStatus.FAILED);
    }

    @Test
    void nonsenseForADescriptionIsNotAcceptable() throws Exception {
        house.answers("<Response><Say>Never</Say></Response>");
        assertEquals(
                488,
                caller.call(house.sip(), House.NUMBER, Optional.of("m=\r\nc=\r\na=\r\n"))
                        .end(SOON));
        assertEquals(
                488,
                caller.call(house.sip(), House.NUMBER, Optional.of("v=0\r\nm=audio 99999 RTP/AVP 0\r\nc=IN IP4 x\r\n"))
                        .end(SOON));
    }

    @Test
    void aCallerWhoWantsOurOfferFirstHearsUs() throws Exception {
        house.answers("<Response><Say>" + "Here is our offer ".repeat(6) + "</Say></Response>");
        var call = caller.call(house.sip(), House.NUMBER, Optional.empty());
        call.acknowledges = true;
        call.dialog();
        assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)));
        call.hangUp();
        house.eventually(Call.class, c -> c.status() == CallStatus.COMPLETED);
    }

    @Test
    void aNumberWithoutAnAddressIsRefusedAndReported() throws Exception {
        house.number(House.NUMBER, Map.of());
        assertEquals(404, caller.call(house.sip(), House.NUMBER).end(SOON));
        house.eventually(Call.class, c -> c.status() == CallStatus.FAILED);
        house.eventually(Notification.class, n -> n.errorCode().equals("11100"));
    }

    @Test
    void aPhoneWithAWrongPasswordDoesNotRegister() throws Exception {
        try (var dave = house.registered("dave");
                var thief = new TestPhone("dave")) {
            assertEquals(1, house.voice.sip().registrar().bindings().size());
            assertTrue(thief.refusedBy(house.sip(), "wrong"));
            assertEquals(1, house.voice.sip().registrar().bindings().size());
            assertEquals(
                    dave.address().getPort(),
                    house.voice
                            .sip()
                            .registrar()
                            .bindings()
                            .getFirst()
                            .contact()
                            .port());
        }
    }

    @Test
    void theApplicationOfANumberComesBeforeItsOwnAddress() throws Exception {
        house.page("/own", _ -> "<Response/>");
        house.page("/app", _ -> "<Response><Hangup/></Response>");
        var now = Instant.now();
        var sid = new ApplicationSid("AP" + "4".repeat(32));
        house.put(new Application(
                sid,
                house.account.sid(),
                "app",
                Map.of("voice_url", house.url("/app"), "voice_method", "GET"),
                now,
                now));
        house.number(House.NUMBER, Map.of("voice_url", house.url("/own"), "voice_application_sid", sid.value()));
        caller.call(house.sip(), House.NUMBER);
        assertEquals("ringing", house.next("/app").get("CallStatus"));
    }

    @Test
    void aFloodOfCallsToUnknownNumbersLeavesTheOthersUnharmed() throws Exception {
        house.answers("<Response><Say>" + "Still here ".repeat(8) + "</Say><Pause length='20'/></Response>");
        var call = caller.call(house.sip(), House.NUMBER);
        call.dialog();
        try (var flood = new TestPhone("+15557770009")) {
            for (int i = 0; i < 300; i++) {
                flood.call(house.sip(), "+1555000" + (2_000 + i), Optional.of("v=0\r\n"));
            }
            assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)));
            assertTrue(Ears.within(SOON, () -> house.voice.sip().dialogs() <= 1));
        }
        assertEquals(1, house.calls().size());
        assertEquals(CallStatus.IN_PROGRESS, house.calls().getFirst().status());
    }
}
