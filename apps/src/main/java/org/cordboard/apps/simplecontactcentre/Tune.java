package org.cordboard.apps.simplecontactcentre;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A plain tune for callers who wait, made here so that nobody's music is borrowed: 8 kHz, 16 bit, mono.
final class Tune {
    private static final int RATE = 8_000;
    private static final int NOTE_SAMPLES = RATE / 2;
    private static final double[] NOTES_HERTZ = {
        262, 330, 392, 523, 392, 330, 294, 349, 440, 587, 440, 349, 262, 330, 392, 330
    };

    private Tune() {}

    /// About eight seconds, as a WAV file.
    static byte[] wav() {
        var data = NOTES_HERTZ.length * NOTE_SAMPLES * 2;
        var wav = ByteBuffer.allocate(44 + data).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(36 + data).put(ascii("WAVEfmt ")).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE * 2);
        wav.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(data);
        for (var hertz : NOTES_HERTZ) {
            for (var i = 0; i < NOTE_SAMPLES; i++) {
                var fading = Math.exp(-3.0 * i / NOTE_SAMPLES);
                wav.putShort((short) (6_000 * fading * Math.sin(2 * Math.PI * hertz * i / RATE)));
            }
        }
        return wav.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
