package org.cordboard.voice.recognition;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.cordboard.media.audio.AudioSource.RATE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Samples as the WAV file that recognisers are given: linear 16-bit, 8 kHz, one channel.
public final class WavBytes {
    private static final int HEADER = 44;

    private WavBytes() {}

    public static byte[] of(short[] samples, int length) {
        var file = ByteBuffer.allocate(HEADER + 2 * length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(US_ASCII)).putInt(36 + 2 * length);
        file.put("WAVEfmt ".getBytes(US_ASCII)).putInt(16);
        file.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE).putShort((short) 2);
        file.putShort((short) 16);
        file.put("data".getBytes(US_ASCII)).putInt(2 * length);
        for (int i = 0; i < length; i++) {
            file.putShort(samples[i]);
        }
        return file.array();
    }
}
