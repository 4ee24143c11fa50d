package org.cordboard.media.rtp;

import java.nio.ByteBuffer;

/// A view of the RTP packet that lies in a buffer from index 0 to its limit; reused for packet after packet.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// |                           timestamp                           |
/// |           synchronization source (SSRC) identifier            |
/// |       contributing sources, header extension, payload …       |
/// ```
/// RFC 3550 section 5.1.
public final class RtpPacket {
    public static final int HEADER_LENGTH = 12;
    private static final int SEQUENCE_OFFSET = 2;
    private static final int TIMESTAMP_OFFSET = 4;
    private static final int SSRC_OFFSET = 8;

    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int payloadOffset;
    private int payloadLength;

    /// Looks at the packet; false when it is not a well-formed one.
    public boolean parse(ByteBuffer packet) {
        int length = packet.limit();
        if (length < HEADER_LENGTH || (packet.get(0) & 0xC0) != 0x80) {
            return false;
        }
        int first = packet.get(0);
        int offset = HEADER_LENGTH + 4 * (first & 0x0F);
        if ((first & 0x10) != 0) {
            if (offset + 4 > length) {
                return false;
            }
            offset += 4 + 4 * Short.toUnsignedInt(packet.getShort(offset + 2));
        }
        int padding = (first & 0x20) == 0 ? 0 : packet.get(length - 1) & 0xFF;
        if (offset + padding > length) {
            return false;
        }
        buffer = packet;
        payloadOffset = offset;
        payloadLength = length - padding - offset;
        return true;
    }

    /// RTP and RTCP on one port are told apart by the second byte, RFC 5761 section 4.
    public static boolean looksLikeRtcp(ByteBuffer packet) {
        if (packet.limit() < 8) {
            return false;
        }
        int type = packet.get(1) & 0xFF;
        return type >= 192 && type <= 223;
    }

    public boolean marker() {
        return (buffer.get(1) & 0x80) != 0;
    }

    public int payloadType() {
        return buffer.get(1) & 0x7F;
    }

    public int sequence() {
        return Short.toUnsignedInt(buffer.getShort(SEQUENCE_OFFSET));
    }

    public int timestamp() {
        return buffer.getInt(TIMESTAMP_OFFSET);
    }

    public int ssrc() {
        return buffer.getInt(SSRC_OFFSET);
    }

    public int payloadLength() {
        return payloadLength;
    }

    public byte payload(int index) {
        return buffer.get(payloadOffset + index);
    }

    /// Copies payload bytes from `index` on.
    public void payload(int index, byte[] into, int count) {
        buffer.get(payloadOffset + index, into, 0, count);
    }

    public ByteBuffer buffer() {
        return buffer;
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    /// How far `to` is ahead of `from` on the 16-bit circle; negative when behind.
    public static int distance(int from, int to) {
        return (short) (to - from);
    }

    /// Clears the buffer and writes a header; the payload follows at the buffer's position.
    public static void writeHeader(ByteBuffer into, boolean marker, int payloadType, int sequence, int timestamp, int ssrc) {
        into.clear();
        into.put((byte) 0x80);
        into.put((byte) ((marker ? 0x80 : 0) | payloadType));
        into.putShort((short) sequence);
        into.putInt(timestamp);
        into.putInt(ssrc);
    }
}
