package org.cordboard.media.webrtc;

import java.nio.ByteBuffer;

/// Protects what we send, RTP and RTCP: RFC 3711 sections 3.3 and 3.4. One stream; owned by its media thread.
public final class SrtpSender {
    private static final int RTP_HEADER = 12;
    private static final int RTCP_HEADER = 8;

    private final SrtpCipher rtp;
    private final SrtpCipher rtcp;
    private long rollOver;
    private int lastSequence = -1;
    private int controlIndex;

    public SrtpSender(byte[] masterKey, byte[] masterSalt) {
        rtp = new SrtpCipher(masterKey, masterSalt, 0);
        rtcp = new SrtpCipher(masterKey, masterSalt, 3);
    }

    /// Protects an RTP packet without header extensions in place; it grows by ten bytes.
    public void protect(ByteBuffer packet) {
        int length = packet.limit();
        int sequence = Short.toUnsignedInt(packet.getShort(2));
        if (lastSequence >= 0 && sequence < lastSequence && lastSequence - sequence > 0x8000) {
            rollOver++;
        }
        lastSequence = sequence;
        rtp.crypt(packet, RTP_HEADER, length, packet.getInt(8), rollOver << 16 | sequence);
        append(packet, length, rtp.tag(packet, length, rollOver));
    }

    /// Protects a compound RTCP packet in place; it grows by fourteen bytes.
    public void protectControl(ByteBuffer packet) {
        int length = packet.limit();
        int index = controlIndex++ & 0x7FFF_FFFF;
        rtcp.crypt(packet, RTCP_HEADER, length, packet.getInt(4), index);
        packet.limit(length + 4).putInt(length, index | 0x8000_0000);
        append(packet, length + 4, rtcp.tag(packet, length + 4, -1));
    }

    private static void append(ByteBuffer packet, int length, byte[] tag) {
        packet.limit(length + SrtpCipher.TAG_LENGTH);
        packet.put(length, tag, 0, SrtpCipher.TAG_LENGTH);
        packet.position(0);
    }
}
