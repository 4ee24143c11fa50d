package org.cordboard.media.webrtc;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/// The AES-128 counter mode and HMAC-SHA1-80 of RFC 3711 for one direction and one of RTP and RTCP. The counter blocks are
/// encrypted in one call into a buffer that is reused, so that a packet costs no allocation of ours. One thread at a time.
final class SrtpCipher {
    static final int TAG_LENGTH = 10;
    private static final int KEY_LENGTH = 16;
    private static final int SALT_LENGTH = 14;
    private static final int AUTH_LENGTH = 20;
    private static final int STREAM_MAX = 2_048;

    private final Cipher aes;
    private final Mac mac;
    private final byte[] salt;
    private final byte[] counter = new byte[STREAM_MAX];
    private final byte[] stream = new byte[STREAM_MAX];
    private final byte[] packetBytes = new byte[STREAM_MAX + 16];
    private final byte[] tag = new byte[AUTH_LENGTH];

    /// @param firstLabel 0 for RTP, 3 for RTCP: RFC 3711 section 4.3.2
    SrtpCipher(byte[] masterKey, byte[] masterSalt, int firstLabel) {
        try {
            var master = cipher(masterKey);
            aes = cipher(derive(master, masterSalt, firstLabel, KEY_LENGTH));
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(derive(master, masterSalt, firstLabel + 1, AUTH_LENGTH), "HmacSHA1"));
            salt = derive(master, masterSalt, firstLabel + 2, SALT_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES and HmacSHA1", e);
        }
    }

    private static Cipher cipher(byte[] key) throws GeneralSecurityException {
        // Single blocks of a counter, never of data: this is counter mode built by hand.
        var cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        return cipher;
    }

    private static byte[] derive(Cipher master, byte[] masterSalt, int label, int length) throws GeneralSecurityException {
        var blocks = new byte[32];
        for (int block = 0; block < 2; block++) {
            System.arraycopy(masterSalt, 0, blocks, 16 * block, SALT_LENGTH);
            blocks[16 * block + 7] ^= (byte) label;
            blocks[16 * block + 15] = (byte) block;
        }
        return java.util.Arrays.copyOf(master.doFinal(blocks), length);
    }

    /// Encrypts or decrypts the bytes from `from` to `to` in place: RFC 3711 section 4.1.1.
    void crypt(ByteBuffer packet, int from, int to, int ssrc, long index) {
        int length = to - from;
        int blocks = (length + 15) / 16;
        for (int i = 0; i < blocks; i++) {
            int at = 16 * i;
            System.arraycopy(salt, 0, counter, at, SALT_LENGTH);
            for (int b = 0; b < 4; b++) {
                counter[at + 4 + b] ^= (byte) (ssrc >>> 24 - 8 * b);
            }
            for (int b = 0; b < 6; b++) {
                counter[at + 8 + b] ^= (byte) (index >>> 40 - 8 * b);
            }
            counter[at + 14] = (byte) (i >>> 8);
            counter[at + 15] = (byte) i;
        }
        try {
            aes.update(counter, 0, 16 * blocks, stream, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException(e);
        }
        for (int i = 0; i < length; i++) {
            packet.put(from + i, (byte) (packet.get(from + i) ^ stream[i]));
        }
    }

    /// The tag of the first `length` bytes, followed by the roll-over counter unless it is negative.
    byte[] tag(ByteBuffer packet, int length, long rollOver) {
        packet.get(0, packetBytes, 0, length);
        int end = length;
        if (rollOver >= 0) {
            for (int b = 0; b < 4; b++) {
                packetBytes[end++] = (byte) (rollOver >>> 24 - 8 * b);
            }
        }
        mac.update(packetBytes, 0, end);
        try {
            mac.doFinal(tag, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException(e);
        }
        return tag;
    }

    boolean tagMatches(ByteBuffer packet, int length, long rollOver, int tagAt) {
        var expected = tag(packet, length, rollOver);
        int difference = 0;
        for (int i = 0; i < TAG_LENGTH; i++) {
            difference |= expected[i] ^ packet.get(tagAt + i);
        }
        return difference == 0;
    }
}
