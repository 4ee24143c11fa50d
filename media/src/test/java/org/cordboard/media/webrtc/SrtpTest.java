package org.cordboard.media.webrtc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SrtpTest {
    private static final byte[] KEY = HexFormat.of().parseHex("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static final byte[] SALT = HexFormat.of().parseHex("0EC675AD498AFEEBB6960B3AABE6");

    private static ByteBuffer rtp(int sequence, int ssrc) {
        var packet = ByteBuffer.allocate(400);
        packet.put((byte) 0x80).put((byte) 0).putShort((short) sequence).putInt(160 * sequence).putInt(ssrc);
        for (int i = 0; i < 160; i++) {
            packet.put((byte) (sequence + i));
        }
        return packet.flip();
    }

    private static byte[] bytes(ByteBuffer packet) {
        var bytes = new byte[packet.limit()];
        packet.get(0, bytes);
        return bytes;
    }

    /// The session keys of RFC 3711 appendix B.3 show in the first keystream bytes: the cipher key C61E7A93744F39EE10734AFE3FF7A087
    /// and salt 30CBBC08863D8C85D49DB34A9AE1 give a known first counter block.
    @Test
    void keysAreDerivedAsInTheRfc() throws Exception {
        var cipher = new SrtpCipher(KEY, SALT, 0);
        var zeros = ByteBuffer.allocate(16);
        cipher.crypt(zeros, 0, 16, 0, 0);
        var aes = javax.crypto.Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(
                javax.crypto.Cipher.ENCRYPT_MODE,
                new javax.crypto.spec.SecretKeySpec(HexFormat.of().parseHex("C61E7A93744F39EE10734AFE3FF7A087"), "AES"));
        assertArrayEquals(aes.doFinal(HexFormat.of().parseHex("30CBBC08863D8C85D49DB34A9AE10000")), zeros.array());
    }

    @Test
    void whatIsProtectedOpensAgainThroughTheRollOverOfTheSequence() {
        var sender = new SrtpSender(KEY, SALT);
        var receiver = new SrtpReceiver(KEY, SALT);
        for (int i = 65_000; i < 65_536 + 66_000; i++) {
            var packet = rtp(i & 0xFFFF, 77);
            var plain = bytes(packet);
            sender.protect(packet);
            assertEquals(plain.length + 10, packet.limit());
            assertTrue(receiver.open(packet), "packet " + i);
            assertArrayEquals(plain, bytes(packet));
        }
    }

    @Test
    void repeatedAndForgedPacketsAreRefused() {
        var sender = new SrtpSender(KEY, SALT);
        var receiver = new SrtpReceiver(KEY, SALT);
        var random = new Random(3);
        for (int i = 0; i < 200; i++) {
            var packet = rtp(i, 77);
            sender.protect(packet);
            var wire = bytes(packet);
            var forged = wire.clone();
            forged[random.nextInt(forged.length)] ^= (byte) (1 << random.nextInt(8));
            assertFalse(receiver.open(ByteBuffer.wrap(forged)), "forged " + i);
            assertTrue(receiver.open(ByteBuffer.wrap(wire.clone())), "genuine " + i);
            assertFalse(receiver.open(ByteBuffer.wrap(wire.clone())), "repeated " + i);
        }
        assertFalse(receiver.open(ByteBuffer.wrap(new byte[5])));
    }

    @Test
    void controlPacketsOpenOnce() {
        var sender = new SrtpSender(KEY, SALT);
        var receiver = new SrtpReceiver(KEY, SALT);
        var packet = ByteBuffer.allocate(100);
        packet.put((byte) 0x80).put((byte) 201).putShort((short) 1).putInt(99).putInt(0xCAFE).flip();
        var plain = bytes(packet);
        sender.protectControl(packet);
        var wire = bytes(packet);
        var opened = ByteBuffer.wrap(wire.clone());
        assertTrue(receiver.openControl(opened));
        assertArrayEquals(plain, bytes(opened));
        assertFalse(receiver.openControl(ByteBuffer.wrap(wire)));
    }

    /// We are ICE-lite and never choose the path, so a browser that waits for us to must take the other role.
    @Test
    void aBrowserThatLeavesTheChoiceOfThePathToUsIsToldOfTheRoleConflict() {
        byte[] transaction = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        var plain = Stun.request(transaction, "ours:theirs", "secret", false);
        var bytes = new byte[plain.remaining() + 12];
        // ICE-CONTROLLED with its tie-breaker, put before what was there.
        plain.get(bytes, 0, 20);
        ByteBuffer.wrap(bytes).putShort(2, (short) (bytes.length - 20)).position(20).putShort((short) 0x8029)
                .putShort((short) 8).putLong(42).put(plain);
        var request = Stun.parse(bytes);
        assertTrue(request.controlled());
        var answer = Stun.roleConflict(request, "secret");
        assertEquals(0x0111, answer.getShort(0), "a binding error");
        assertEquals(0x0009, answer.getShort(20), "ERROR-CODE");
        assertEquals(487, answer.get(26) * 100 + answer.get(27));
        assertFalse(Stun.parse(bytes(Stun.request(transaction, "ours:theirs", "secret", false))).controlled());
    }

    @Test
    void stunChecksAreGenuineOnlyWithThePassword() {
        var wire = Stun.request(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, "ours:theirs", "secret", true);
        var bytes = bytes(wire);
        var request = Stun.parse(bytes);
        assertNotNull(request);
        assertEquals("ours", request.localUser());
        assertTrue(request.useCandidate());
        assertTrue(Stun.genuine(request, "secret"));
        assertFalse(Stun.genuine(request, "guess"));
        var answer = Stun.success(request, new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_660), "secret");
        assertEquals(0x0101, answer.getShort(0));
        assertEquals(4_660, (answer.getShort(26) ^ 0x2112) & 0xFFFF);
        assertEquals(127, (answer.get(28) ^ 0x21) & 0xFF);
        var random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            var bad = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 4));
            if (bad.length > 0) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            var parsed = Stun.parse(bad);
            assertTrue(parsed == null || java.util.Arrays.equals(bad, bytes) || !Stun.genuine(parsed, "guess"));
        }
        assertNull(Stun.parse(new byte[0]));
    }
}
