package org.cordboard.media.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.zip.CRC32;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.cordboard.media.detection.Goertzel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioFilesTest {
    private static double share(double hertz, Clip clip) {
        return new Goertzel(hertz).share(clip.toArray(), 0, clip.length());
    }

    private static byte[] wav(int coding, int channels, int rate, int bits, byte[] data, int claimed) {
        var out = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes()).putInt(36 + claimed).put("WAVEfmt ".getBytes()).putInt(16);
        out.putShort((short) coding).putShort((short) channels).putInt(rate).putInt(rate * channels * bits / 8);
        out.putShort((short) (channels * bits / 8)).putShort((short) bits).put("data".getBytes()).putInt(claimed).put(data);
        return out.array();
    }

    private static byte[] tone(double hertz, int rate, int channels, int bits, double seconds) {
        int frames = (int) (rate * seconds);
        var data = ByteBuffer.allocate(frames * channels * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < frames; i++) {
            double value = 0.5 * Math.sin(2 * Math.PI * hertz * i / rate);
            for (int c = 0; c < channels; c++) {
                switch (bits) {
                    case 8 -> data.put((byte) Math.round(128 + 127 * value));
                    case 16 -> data.putShort((short) Math.round(32_767 * value));
                    case 24 -> {
                        int scaled = (int) Math.round(8_388_607 * value);
                        data.put((byte) scaled).put((byte) (scaled >> 8)).put((byte) (scaled >> 16));
                    }
                    default -> data.putInt((int) Math.round(2_147_483_647 * value));
                }
            }
        }
        return data.array();
    }

    /// Half a second that rises from 200 to 3,000 Hz; the sum is that of the samples another decoder makes of the file.
    @Test
    void gsmIsDecodedToTheLastBit() throws Exception {
        byte[] file;
        try (var in = AudioFilesTest.class.getResourceAsStream("/audio/sweep.gsm")) {
            file = in.readAllBytes();
        }
        var samples = AudioFiles.decode(file, "audio/x-gsm").toArray();
        var bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (short sample : samples) {
            bytes.putShort(sample);
        }
        var sum = new CRC32();
        sum.update(bytes.array());
        assertEquals(4_000, samples.length);
        assertEquals(0x452664c0L, sum.getValue());
    }

    /// The same sweep in another encoder's WAV; the sum is that of the samples that its own decoder makes of the file.
    @Test
    void gsmInsideWavIsDecodedToTheLastBit() throws Exception {
        byte[] file;
        try (var in = AudioFilesTest.class.getResourceAsStream("/audio/sweep-gsm.wav")) {
            file = in.readAllBytes();
        }
        var samples = AudioFiles.decode(file, "audio/wav").toArray();
        var bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (short sample : samples) {
            bytes.putShort(sample);
        }
        var sum = new CRC32();
        sum.update(bytes.array());
        assertEquals(4_160, samples.length);
        assertEquals(0x47325ba2L, sum.getValue());
        var torn = AudioFiles.decode(java.util.Arrays.copyOf(file, file.length - 30), "audio/wav");
        assertEquals(4_160 - 320, torn.length());
        file[22] = 2;
        assertThrows(AudioFormatException.class, () -> AudioFiles.decode(file, "audio/wav"), "two channels");
    }

    @Test
    void gsmEndsWhereAFrameDoesNotOpenAsItShould() throws Exception {
        var silence = new byte[3 * 33];
        silence[0] = (byte) 0xD2;
        silence[33] = (byte) 0xD2;
        assertEquals(320, AudioFiles.decode(silence, "audio/gsm").length());
        assertThrows(AudioFormatException.class, () -> AudioFiles.decode(new byte[66], "audio/gsm"));
        assertThrows(AudioFormatException.class, () -> AudioFiles.decode(silence, "audio/midi"));
    }

    @ParameterizedTest
    @CsvSource({"8000,1,16", "44100,2,16", "22050,1,8", "48000,1,24", "16000,2,32", "11025,1,16", "6000,1,16"})
    void linearWavOfAnyRateKeepsItsTone(int rate, int channels, int bits) throws Exception {
        var data = tone(1_000, rate, channels, bits, 1);
        var clip = AudioFiles.decode(wav(1, channels, rate, bits, data, data.length), "");
        assertEquals(8_000, clip.length(), 2);
        assertTrue(share(1_000, clip) > 0.97, "share " + share(1_000, clip));
        double rms = Math.sqrt(Level.energy(clip.toArray(), clip.length()) / 8_000.0);
        assertEquals(0.5 * 32_768 / Math.sqrt(2), rms, 300);
    }

    @Test
    void whatLiesAboveTheTelephoneBandDoesNotFoldBack() throws Exception {
        var data = tone(5_000, 44_100, 1, 16, 1);
        var clip = AudioFiles.decode(wav(1, 1, 44_100, 16, data, data.length), "");
        var middle = java.util.Arrays.copyOfRange(clip.toArray(), 500, 7_500);
        assertTrue(Math.sqrt(Level.energy(middle, middle.length) / 7_000.0) < 10);
    }

    @Test
    void muLawAndALawWavAreRead() throws Exception {
        var source = new short[8_000];
        Sounds.tone(700, java.time.Duration.ofSeconds(1)).read(source);
        var ulaw = new byte[8_000];
        var alaw = new byte[8_000];
        for (int i = 0; i < 8_000; i++) {
            ulaw[i] = G711.linearToUlaw(source[i]);
            alaw[i] = G711.linearToAlaw(source[i]);
        }
        assertTrue(share(700, AudioFiles.decode(wav(7, 1, 8_000, 8, ulaw, 8_000), "")) > 0.98);
        assertTrue(share(700, AudioFiles.decode(wav(6, 1, 8_000, 8, alaw, 8_000), "")) > 0.98);
        assertTrue(share(700, AudioFiles.decode(ulaw, "audio/ulaw")) > 0.98);
    }

    @Test
    void aWavThatClaimsMoreThanItHasIsReadToItsEnd() throws Exception {
        var data = tone(1_000, 8_000, 1, 16, 0.5);
        assertEquals(4_000, AudioFiles.decode(wav(1, 1, 8_000, 16, data, 0x7FFF_F000), "").length());
    }

    @ParameterizedTest
    @CsvSource({"AIFF", "AU"})
    void aiffAndAuAreRead(String kind) throws Exception {
        var data = tone(1_000, 16_000, 1, 16, 1);
        var in = new AudioInputStream(new ByteArrayInputStream(data), new AudioFormat(16_000, 16, 1, true, false), 16_000);
        var out = new ByteArrayOutputStream();
        AudioSystem.write(in, kind.equals("AU") ? AudioFileFormat.Type.AU : AudioFileFormat.Type.AIFF, out);
        assertTrue(share(1_000, AudioFiles.decode(out.toByteArray(), "")) > 0.97);
    }

    @Test
    void otherBytesAreRefusedWithAReason() {
        var html = assertThrows(AudioFormatException.class, () -> AudioFiles.decode("<html>".getBytes(), "audio/mpeg"));
        assertTrue(html.getMessage().contains("audio/mpeg"));
        assertThrows(AudioFormatException.class, () -> AudioFiles.decode(new byte[0], ""));
        assertThrows(AudioFormatException.class, () -> AudioFiles.decode(wav(1, 1, 8_000, 13, new byte[100], 100), ""));
        assertThrows(AudioFormatException.class, () -> AudioFiles.decode(wav(1, 0, 8_000, 16, new byte[100], 100), ""));
    }

    @Test
    void damagedFilesNeverDoMoreThanBeRefused() throws Exception {
        var data = tone(1_000, 8_000, 1, 16, 0.1);
        var good = wav(1, 1, 8_000, 16, data, data.length);
        var random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            var bad = java.util.Arrays.copyOf(good, random.nextInt(good.length));
            for (int j = 0; j < 3 && bad.length > 12; j++) {
                bad[12 + random.nextInt(Math.min(bad.length - 12, 40))] = (byte) random.nextInt();
            }
            try {
                AudioFiles.decode(bad, "");
            } catch (AudioFormatException e) {
                assertTrue(e.getMessage().length() > 5);
            }
        }
    }
}
