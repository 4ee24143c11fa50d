package org.cordboard.voice;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Sound files for tests.
final class Sound {
    private static final int RATE = 8_000;

    private Sound() {}

    /// A WAV file with one tone.
    static byte[] tone(double hertz, int millis) {
        int samples = millis * RATE / 1_000;
        var file = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
        file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1);
        file.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
        for (int i = 0; i < samples; i++) {
            file.putShort((short) (8_000 * Math.sin(2 * Math.PI * hertz * i / RATE)));
        }
        return file.array();
    }
}
