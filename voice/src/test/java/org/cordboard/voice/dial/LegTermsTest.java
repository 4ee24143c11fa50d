package org.cordboard.voice.dial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.cordboard.media.Codec;
import org.cordboard.media.Direction;
import org.cordboard.voice.dial.LegTerms.Protection;
import org.junit.jupiter.api.Test;

/// Offer and answer of legs, numbers and the order of trunks.
class LegTermsTest {
    private static final String PHONE = lines("""
            v=0
            o=phone 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 4000 RTP/AVP 8 0 97
            a=rtpmap:97 telephone-event/8000
            """);

    private static String lines(String text) {
        return text.replace("\n", "\r\n");
    }

    private static LegTerms ours(Protection protection) throws UnknownHostException {
        return new LegTerms(new InetSocketAddress(InetAddress.getByName("192.0.2.9"), 20_000), protection);
    }

    @Test
    void thePhonesFirstCodecAndItsNumberForKeysAreTaken() throws Exception {
        var agreed = ours(Protection.AS_OFFERED).answer(PHONE).orElseThrow();
        assertEquals(Codec.PCMA, agreed.remote().codec());
        assertEquals(97, agreed.remote().telephoneEvent());
        assertEquals(Direction.SENDRECV, agreed.remote().direction());
        assertNull(agreed.remote().keys());
        assertTrue(agreed.sdp().contains("m=audio 20000 RTP/AVP 8 97\r\n"), agreed.sdp());
    }

    @Test
    void aPhoneThatHoldsIsNoLongerSentToInBothWaysOfSayingIt() throws Exception {
        var hold = ours(Protection.AS_OFFERED).answer(PHONE + "a=sendonly\r\n").orElseThrow();
        assertEquals(Direction.RECVONLY, hold.remote().direction());
        assertTrue(hold.sdp().contains("a=recvonly"));
        var silent = ours(Protection.AS_OFFERED).answer(PHONE + "a=inactive\r\n").orElseThrow();
        assertEquals(Direction.INACTIVE, silent.remote().direction());
        var old = ours(Protection.AS_OFFERED).answer(PHONE.replace("192.0.2.1\r\nt", "0.0.0.0\r\nt")).orElseThrow();
        assertEquals(false, old.remote().direction().sends());
    }

    @Test
    void eachDescriptionAfterTheFirstIsNumbered() throws Exception {
        var terms = ours(Protection.AS_OFFERED);
        var first = terms.offer().lines().filter(l -> l.startsWith("o=")).findFirst().orElseThrow();
        var second = terms.offer().lines().filter(l -> l.startsWith("o=")).findFirst().orElseThrow();
        assertEquals(first.split(" ")[1], second.split(" ")[1], "one session");
        assertEquals(Long.parseLong(first.split(" ")[2]) + 1, Long.parseLong(second.split(" ")[2]));
    }

    @Test
    void keysAreOfferedWhereRequiredAndCrossOver() throws Exception {
        var caller = ours(Protection.REQUIRED);
        var callee = ours(Protection.AS_OFFERED);
        var offer = caller.offer();
        assertTrue(offer.contains("RTP/SAVP"), offer);
        var answered = callee.answer(offer).orElseThrow();
        var accepted = caller.accepted(answered.sdp()).orElseThrow();
        assertArrayEquals(accepted.keys().localKey(), answered.remote().keys().remoteKey());
        assertArrayEquals(accepted.keys().remoteSalt(), answered.remote().keys().localSalt());
        assertTrue(ours(Protection.REQUIRED).answer(PHONE).isEmpty(), "plain audio is refused");
        assertTrue(caller.accepted(PHONE).isEmpty());
    }

    @Test
    void keysWeCannotFollowAreRefused() throws Exception {
        var secure = PHONE.replace("RTP/AVP", "RTP/SAVP");
        assertTrue(ours(Protection.AS_OFFERED).answer(secure).isEmpty(), "no key at all");
        var key = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
        for (var line : List.of(
                "1 AES_256_CM_HMAC_SHA1_80 inline:" + key,
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + key + "|2^20|1:4",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + key + " UNENCRYPTED_SRTP",
                "1 AES_CM_128_HMAC_SHA1_80 inline:short",
                "one AES_CM_128_HMAC_SHA1_80 inline:" + key)) {
            assertTrue(ours(Protection.AS_OFFERED).answer(secure + "a=crypto:" + line + "\r\n").isEmpty(), line);
        }
        var two = secure + "a=crypto:1 F8_128_HMAC_SHA1_80 inline:" + key + "\r\na=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:"
                + key + "|2^20\r\n";
        var answer = ours(Protection.AS_OFFERED).answer(two).orElseThrow();
        assertTrue(answer.sdp().contains("a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:"), answer.sdp());
    }

    @Test
    void nonsenseIsNoDescription() throws Exception {
        for (var text : List.of("", "v=0", "m=\r\nc=\r\n", PHONE.replace("8 0 97", "96"), PHONE.replace("4000", "0"))) {
            assertTrue(ours(Protection.AS_OFFERED).answer(text).isEmpty(), text);
        }
    }

    @Test
    void numbersAreReadAsDialledInTheirCountry() {
        assertEquals("+4930123456", Numbers.e164("030 123456", "49").orElseThrow());
        assertEquals("+4930123456", Numbers.e164("0049 30 123456", "49").orElseThrow());
        assertEquals("+4930123456", Numbers.e164("4930123456", "49").orElseThrow());
        assertEquals("+15550001000", Numbers.e164("(555) 000-1000", "1").orElseThrow());
        assertEquals("+4930123456", Numbers.e164("011 49 30 123456", "1").orElseThrow());
        assertEquals("+15550001000", Numbers.e164("+1.555.000.1000", "").orElseThrow());
        assertTrue(Numbers.e164("alice", "49").isEmpty());
    }

    @Test
    void addressRangesCountBitsFromTheLeft() throws Exception {
        var range = AddressRange.parse("192.0.2.128/25");
        assertTrue(range.contains(InetAddress.getByName("192.0.2.129")));
        assertEquals(false, range.contains(InetAddress.getByName("192.0.2.127")));
        assertEquals(false, range.contains(InetAddress.getByName("2001:db8::1")));
        assertTrue(AddressRange.parse("2001:db8::/33").contains(InetAddress.getByName("2001:db8:7fff::1")));
        assertEquals(false, AddressRange.parse("2001:db8::/33").contains(InetAddress.getByName("2001:db8:8000::1")));
        assertTrue(AddressRange.parse("0.0.0.0/0").contains(InetAddress.getByName("203.0.113.7")));
    }

    private record Way(String name, int priority, int weight) {}

    @Test
    void theLowestPriorityComesFirstAndWeightsShareTheCalls() {
        var ways = List.of(new Way("spare", 2, 5), new Way("big", 1, 90), new Way("small", 1, 10));
        var random = new Random(4);
        int big = 0;
        for (int i = 0; i < 2_000; i++) {
            var order = Lots.ordered(ways, Way::priority, Way::weight, random);
            assertEquals(3, order.size());
            assertEquals("spare", order.getLast().name());
            big += order.getFirst().name().equals("big") ? 1 : 0;
        }
        assertTrue(big > 1_600 && big < 1_950, "nine of ten calls, were " + big + " of 2000");
    }
}
