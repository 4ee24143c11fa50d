package org.cordboard.media.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Sender and receiver reports with a CNAME, written and read in place: RFC 3550 section 6.4. One per endpoint, owned by its media thread.
public final class Rtcp {
    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;
    private static final int SOURCE_DESCRIPTION = 202;
    private static final int BYE = 203;
    private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

    private final byte[] cname;
    private int lastSenderReport;
    private long lastSenderReportNanos;
    private double remoteLossPercent = -1;
    private long roundTripNanos;
    private boolean byeReceived;

    public Rtcp(String cname) {
        this.cname = cname.getBytes(StandardCharsets.US_ASCII);
    }

    /// Writes a compound packet and leaves the buffer ready to be sent.
    public void write(
            ByteBuffer into, int ssrc, long packetsSent, long octetsSent, int timestamp, Reception reception, Instant now, long nanos) {
        into.clear();
        boolean hasBlock = reception.started();
        boolean sender = packetsSent > 0;
        int words = 1 + (sender ? 5 : 0) + (hasBlock ? 6 : 0);
        header(into, hasBlock ? 1 : 0, sender ? SENDER_REPORT : RECEIVER_REPORT, words);
        into.putInt(ssrc);
        if (sender) {
            into.putInt((int) (now.getEpochSecond() + NTP_EPOCH_SECONDS));
            into.putInt((int) ((long) now.getNano() * (1L << 32) / 1_000_000_000L));
            into.putInt(timestamp);
            into.putInt((int) packetsSent);
            into.putInt((int) octetsSent);
        }
        if (hasBlock) {
            into.putInt(reception.ssrc());
            int lost = (int) Math.min(0x7F_FFFF, reception.lost());
            into.putInt(reception.fractionLost() << 24 | lost);
            into.putInt((int) reception.highestSequence());
            into.putInt(reception.jitterUnits());
            into.putInt(lastSenderReport);
            into.putInt(lastSenderReport == 0 ? 0 : (int) ((nanos - lastSenderReportNanos) * 65_536 / 1_000_000_000L));
        }
        description(into, ssrc);
        into.flip();
    }

    /// Adds a BYE to a compound packet just written.
    public void writeBye(ByteBuffer packet, int ssrc) {
        packet.position(packet.limit()).limit(packet.capacity());
        header(packet, 1, BYE, 1);
        packet.putInt(ssrc);
        packet.flip();
    }

    /// Reads a compound packet from index 0 to the limit; what is malformed is passed over.
    public void read(ByteBuffer packet, int ownSsrc, Instant now, long nanos) {
        int at = 0;
        while (at + 8 <= packet.limit() && (packet.get(at) & 0xC0) == 0x80) {
            int length = 4 + 4 * Short.toUnsignedInt(packet.getShort(at + 2));
            if (at + length > packet.limit()) {
                return;
            }
            int type = packet.get(at + 1) & 0xFF;
            int blocks = packet.get(at) & 0x1F;
            if (type == SENDER_REPORT && length >= 28) {
                lastSenderReport = packet.getInt(at + 8) << 16 | packet.getInt(at + 12) >>> 16;
                lastSenderReportNanos = nanos;
                blocks(packet, at + 28, Math.min(blocks, (length - 28) / 24), ownSsrc, now);
            } else if (type == RECEIVER_REPORT) {
                blocks(packet, at + 8, Math.min(blocks, (length - 8) / 24), ownSsrc, now);
            } else if (type == BYE) {
                byeReceived = true;
            }
            at += length;
        }
    }

    public double remoteLossPercent() {
        return remoteLossPercent;
    }

    public long roundTripNanos() {
        return roundTripNanos;
    }

    public boolean byeReceived() {
        return byeReceived;
    }

    private void blocks(ByteBuffer packet, int from, int count, int ownSsrc, Instant now) {
        for (int i = 0; i < count; i++) {
            int at = from + 24 * i;
            if (packet.getInt(at) == ownSsrc) {
                remoteLossPercent = (packet.get(at + 4) & 0xFF) * 100.0 / 256;
                roundTrip(packet.getInt(at + 16), packet.getInt(at + 20), now);
            }
        }
    }

    private void roundTrip(int reported, int delay, Instant now) {
        if (reported == 0) {
            return;
        }
        int middle = (int) (now.getEpochSecond() + NTP_EPOCH_SECONDS) << 16
                | (int) ((long) now.getNano() * 65_536 / 1_000_000_000L);
        int units = middle - delay - reported;
        if (units >= 0) {
            roundTripNanos = units * 1_000_000_000L / 65_536;
        }
    }

    private void description(ByteBuffer into, int ssrc) {
        int padding = 4 - (2 + cname.length) % 4;
        header(into, 1, SOURCE_DESCRIPTION, 1 + (2 + cname.length + padding) / 4);
        into.putInt(ssrc);
        into.put((byte) 1);
        into.put((byte) cname.length);
        into.put(cname);
        for (int i = 0; i < padding; i++) {
            into.put((byte) 0);
        }
    }

    private static void header(ByteBuffer into, int count, int type, int words) {
        into.put((byte) (0x80 | count));
        into.put((byte) type);
        into.putShort((short) words);
    }
}
