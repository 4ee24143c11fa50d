package org.cordboard.sip.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.cordboard.sip.message.Malformed;
import org.junit.jupiter.api.Test;

/// Reading, writing and negotiating session descriptions.
class SdpTest {
    private static final String PHONE = lines("""
            v=0
            o=phone 20518 0 IN IP4 203.0.113.1
            s=call
            c=IN IP4 203.0.113.1
            t=0 0
            m=audio 54400 RTP/AVP 111 8 0 96
            a=rtpmap:111 opus/48000/2
            a=rtpmap:96 telephone-event/8000
            a=fmtp:96 0-15
            a=ptime:30
            m=video 55400 RTP/AVP 97
            a=rtpmap:97 H264/90000
            """);
    private static final AudioTerms OURS = AudioTerms.g711("192.0.2.9", 40_000, 77);

    private static String lines(String text) {
        return text.replace("\n", "\r\n");
    }

    @Test
    void anOfferIsAnsweredWithItsOwnNumbersAndTheVideoRefused() throws Malformed {
        AudioTerms.Answer answer = OURS.answer(Sdp.parse(PHONE)).orElseThrow();
        assertEquals(Codec.PCMA, answer.agreed().codec());
        assertEquals(96, answer.agreed().telephoneEvent().orElseThrow().payload());
        assertEquals("203.0.113.1", answer.agreed().remoteAddress());
        assertEquals(54_400, answer.agreed().remotePort());
        assertEquals(30, answer.agreed().ptime());
        assertEquals(lines("""
                v=0
                o=- 77 1 IN IP4 192.0.2.9
                s=Cordboard
                c=IN IP4 192.0.2.9
                t=0 0
                m=audio 40000 RTP/AVP 8 96
                a=rtpmap:8 PCMA/8000
                a=rtpmap:96 telephone-event/8000
                a=fmtp:96 0-16
                a=ptime:20
                a=sendrecv
                m=video 0 RTP/AVP 97
                """), answer.sdp().toString());
    }

    @Test
    void whatIsWrittenIsReadBackEqual() throws Malformed {
        Sdp offer = OURS.offer();
        assertEquals(offer, Sdp.parse(offer.toString()));
        assertEquals(Codec.PCMU, OURS.agreed(offer).orElseThrow().codec());
    }

    @Test
    void nothingInCommonMeansNoAnswer() throws Malformed {
        Sdp opusOnly = Sdp.parse(PHONE.replace("111 8 0 96", "111"));
        assertEquals(Optional.empty(), OURS.answer(opusOnly));
        assertEquals(Optional.empty(), OURS.answer(Sdp.parse(PHONE.replace("audio 54400", "audio 0"))));
        assertEquals(
                Optional.empty(), OURS.answer(Sdp.parse(PHONE.replace("m=audio 54400 RTP/AVP", "m=image 5 udptl"))));
    }

    @Test
    void holdIsAnsweredTheOtherWayRound() throws Malformed {
        assertEquals(Direction.RECVONLY, held("a=sendonly\r\n"));
        assertEquals(Direction.INACTIVE, held("a=inactive\r\n"));
        assertEquals(Direction.SENDONLY, held("a=recvonly\r\n"));
        assertEquals(Direction.SENDRECV, held(""));
        Sdp old = Sdp.parse(PHONE.replace("c=IN IP4 203.0.113.1", "c=IN IP4 0.0.0.0"));
        assertEquals(Direction.RECVONLY, OURS.answer(old).orElseThrow().agreed().direction());
    }

    private static Direction held(String attribute) throws Malformed {
        String text = PHONE.replace("a=ptime:30\r\n", "a=ptime:30\r\n" + attribute);
        return OURS.answer(Sdp.parse(text)).orElseThrow().agreed().direction();
    }

    @Test
    void browserAttributesSurviveAndTheAnswerIsBundled() throws Malformed {
        Sdp offer = Sdp.parse(lines("""
                v=0
                o=- 1 2 IN IP4 127.0.0.1
                s=-
                t=0 0
                a=group:BUNDLE 0
                a=fingerprint:sha-256 AA:BB
                m=audio 9 UDP/TLS/RTP/SAVPF 0 126
                c=IN IP4 0.0.0.0
                a=ice-ufrag:abcd
                a=ice-pwd:xyz
                a=setup:actpass
                a=mid:0
                a=rtcp-mux
                a=rtpmap:126 telephone-event/8000
                a=sendrecv
                """));
        Media audio = offer.audio().orElseThrow();
        assertEquals(Optional.of("sha-256 AA:BB"), offer.attributeOf(audio, "fingerprint"));
        assertEquals(Optional.of("abcd"), offer.attributeOf(audio, "ice-ufrag"));
        String answer = OURS.withAttributes(List.of(Attribute.flag("rtcp-mux"), new Attribute("setup", "passive")))
                .answer(offer)
                .orElseThrow()
                .sdp()
                .toString();
        assertTrue(answer.contains("a=group:BUNDLE 0\r\n"), answer);
        assertTrue(answer.contains("m=audio 40000 UDP/TLS/RTP/SAVPF 0 126\r\na=mid:0\r\n"), answer);
        assertTrue(answer.endsWith("a=rtcp-mux\r\na=setup:passive\r\n"), answer);
    }

    @Test
    void whatIsNoDescriptionIsRefusedWithItsPlace() {
        for (String bad : List.of(
                "",
                "hello",
                "v=0\r\n",
                "v=1\r\no=x\r\n",
                "v=0\r\no=x\r\nm=audio x RTP/AVP 0\r\n",
                "v=0\r\no=x\r\nm=audio 70000 RTP/AVP 0\r\n",
                "v=0\r\no=x\r\nc=IN IP4\r\n",
                "v=0\r\no=x\r\nm=audio\r\n")) {
            assertThrows(Malformed.class, () -> Sdp.parse(bad), bad);
        }
    }

    @Test
    void anyDamageGivesAResultAndNothingElse() {
        long seed = 20_261_120;
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder(PHONE);
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0, 256));
            }
            try {
                Sdp sdp = Sdp.parse(text.toString());
                OURS.answer(sdp);
            } catch (Malformed e) {
                assertTrue(e.position() >= 0, "seed " + seed + " round " + round);
            }
        }
    }
}
