package org.cordboard.media.webrtc;

import java.nio.ByteBuffer;

/// Opens what a browser sends, RTP and RTCP, and refuses what is forged or repeated: RFC 3711 section 3.3. Follows the last
/// four sources; owned by its media thread.
public final class SrtpReceiver {
    private static final int SOURCES_MAX = 4;

    private static final class Source {
        int ssrc;
        boolean used;
        long highest;
        long window;
        long lastUse;

        /// The 48-bit index that the 16-bit sequence number most likely means: RFC 3711 appendix A.
        long estimate(int sequence) {
            if (!used) {
                return sequence;
            }
            long rollOver = highest >>> 16;
            int last = (int) (highest & 0xFFFF);
            if (last < 0x8000 && sequence - last > 0x8000 && rollOver > 0) {
                return rollOver - 1 << 16 | sequence;
            }
            if (last >= 0x8000 && last - 0x8000 > sequence) {
                return rollOver + 1 << 16 | sequence;
            }
            return rollOver << 16 | sequence;
        }

        boolean seen(long index) {
            long behind = highest - index;
            return used && behind >= 0 && (behind >= 64 || (window >>> behind & 1) != 0);
        }

        void see(long index) {
            if (!used || index > highest) {
                long ahead = used ? index - highest : 64;
                window = ahead >= 64 ? 1 : window << ahead | 1;
                highest = index;
                used = true;
            } else {
                window |= 1L << highest - index;
            }
        }
    }

    private final SrtpCipher rtp;
    private final SrtpCipher rtcp;
    private final Source[] sources = new Source[SOURCES_MAX];
    private final Source control = new Source();
    private Source newcomer = new Source();
    private long uses;

    public SrtpReceiver(byte[] masterKey, byte[] masterSalt) {
        rtp = new SrtpCipher(masterKey, masterSalt, 0);
        rtcp = new SrtpCipher(masterKey, masterSalt, 3);
        for (int i = 0; i < SOURCES_MAX; i++) {
            sources[i] = new Source();
        }
    }

    /// Opens an SRTP packet in place; false when it must be dropped.
    public boolean open(ByteBuffer packet) {
        int length = packet.limit() - SrtpCipher.TAG_LENGTH;
        int header = headerLength(packet, length);
        if (header < 0) {
            return false;
        }
        var source = source(packet.getInt(8));
        long index = source.estimate(Short.toUnsignedInt(packet.getShort(2)));
        if (source.seen(index) || !rtp.tagMatches(packet, length, index >>> 16, length)) {
            return false;
        }
        if (source == newcomer) {
            admit(packet.getInt(8));
        }
        source.lastUse = ++uses;
        source.see(index);
        rtp.crypt(packet, header, length, source.ssrc, index);
        packet.position(0).limit(length);
        return true;
    }

    /// Opens an SRTCP packet in place; false when it must be dropped.
    public boolean openControl(ByteBuffer packet) {
        int length = packet.limit() - SrtpCipher.TAG_LENGTH;
        if (length < 12) {
            return false;
        }
        int word = packet.getInt(length - 4);
        long index = word & 0x7FFF_FFFF;
        if (control.seen(index) || !rtcp.tagMatches(packet, length, -1, length)) {
            return false;
        }
        control.see(index);
        if (word < 0) {
            rtcp.crypt(packet, 8, length - 4, packet.getInt(4), index);
        }
        packet.position(0).limit(length - 4);
        return true;
    }

    private static int headerLength(ByteBuffer packet, int length) {
        if (length < 12) {
            return -1;
        }
        int header = 12 + 4 * (packet.get(0) & 0x0F);
        if ((packet.get(0) & 0x10) != 0) {
            if (header + 4 > length) {
                return -1;
            }
            header += 4 + 4 * Short.toUnsignedInt(packet.getShort(header + 2));
        }
        return header <= length ? header : -1;
    }

    private Source source(int ssrc) {
        for (var each : sources) {
            if (each.used && each.ssrc == ssrc) {
                return each;
            }
        }
        newcomer.used = false;
        newcomer.window = 0;
        newcomer.highest = 0;
        return newcomer;
    }

    /// The newcomer's packet proved genuine: it takes the place of the source used longest ago. Forged packets never get here.
    private void admit(int ssrc) {
        int oldest = 0;
        for (int i = 1; i < SOURCES_MAX; i++) {
            if (sources[i].lastUse < sources[oldest].lastUse) {
                oldest = i;
            }
        }
        var leaving = sources[oldest];
        sources[oldest] = newcomer;
        newcomer.ssrc = ssrc;
        newcomer = leaving;
    }
}
