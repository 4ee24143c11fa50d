package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an answered SIP leg does besides audio: F107 by INFO.
@Timeout(120)
class SipLegTest {
    private House house;
    private TestPhone caller;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        caller = new TestPhone("+15557770001");
        house.page("/keys", _ -> "<Response><Hangup/></Response>");
        house.answers("<Response><Gather action='/keys' numDigits='3' timeout='20' finishOnKey=''/></Response>");
    }

    @AfterEach
    void tearDown() {
        caller.close();
        house.close();
    }

    @Test
    void keysThatComeByInfoAreKeysInBothWaysOfWritingThem() throws Exception {
        var dialog = caller.call(house.sip(), House.NUMBER).dialog();
        assertEquals(200, dialog.dtmf('4', 160).get(25, TimeUnit.SECONDS).status());
        assertEquals(200, dialog.info("application/dtmf", "2").get(25, TimeUnit.SECONDS).status());
        assertEquals(200, dialog.dtmf('#', 100).get(25, TimeUnit.SECONDS).status());
        assertEquals("42#", house.next("/keys").get("Digits"));
    }

    @Test
    void anInfoThatIsNoKeyIsTakenAndMeansNothing() throws Exception {
        var dialog = caller.call(house.sip(), House.NUMBER).dialog();
        assertEquals(
                200,
                dialog.info("application/x-strange", "9").get(25, TimeUnit.SECONDS).status());
        for (var key : new char[] {'1', '2', '3'}) {
            assertTrue(dialog.dtmf(key, 100).get(25, TimeUnit.SECONDS).success());
        }
        assertEquals("123", house.next("/keys").get("Digits"));
    }

    @Test
    void aHostThatAsksForLifeIsAnswered() throws Exception {
        var server = SipUri.of(null, "127.0.0.1", house.sip().getPort());
        assertEquals(200, caller.ping(server).get(25, TimeUnit.SECONDS).status());
    }
}
