package org.cordboard.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserSdpFuzzTest {
    private static final String OFFER = """
            v=0
            m=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 126
            a=ice-ufrag:abcd
            a=ice-pwd:0123456789abcdef01234567
            a=fingerprint:sha-256 00:11:22
            a=setup:actpass
            a=mid:0
            a=rtpmap:126 telephone-event/8000
            m=video 9 UDP/TLS/RTP/SAVPF 96
            a=mid:1
            """;

    @ParameterizedTest
    @ValueSource(strings = {"m=", "m=audio", "m=audio 9", "m=audio 9 RTP/AVP", "m=audio 9 RTP/AVP 0\na=rtpmap:", "a=mid:0", ""})
    void aFragmentIsRefusedWithAReason(String sdp) {
        assertNotNull(assertThrows(IllegalArgumentException.class, () -> BrowserSdp.parse(sdp)).getMessage());
    }

    @Test
    void anyOfferIsReadOrRefused() {
        for (long seed = 1; seed <= 3_000; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder(OFFER);
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, " :/=0a\nm9é".charAt(random.nextInt(10)));
                    case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(12)));
                    default -> text.insert(at, OFFER.substring(random.nextInt(60), 60 + random.nextInt(60)));
                }
            }
            try {
                assertNotNull(BrowserSdp.parse(text.toString()));
            } catch (IllegalArgumentException e) {
                assertNotNull(e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ":\n" + text, e);
            }
        }
    }
}
