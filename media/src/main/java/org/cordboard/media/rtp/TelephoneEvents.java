package org.cordboard.media.rtp;

/// Keys received as RFC 4733 events. Each key is answered once, at its first packet, however often its packets are repeated,
/// lost or reordered: packets of one key carry one timestamp.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |     event     |E|R| volume    |          duration             |
/// ```
public final class TelephoneEvents {
    public static final int PAYLOAD_LENGTH = 4;
    private static final String KEYS = "0123456789*#ABCD";
    /// Samples; a sender that moves the timestamp during a key moves it by one packet at a time.
    private static final int SAME_KEY_WITHIN = 800;

    private boolean any;
    private int timestamp;
    private int event;
    private int duration;
    private boolean ended;

    /// The key that this packet begins, or 0.
    public char receive(RtpPacket packet) {
        if (packet.payloadLength() < PAYLOAD_LENGTH) {
            return 0;
        }
        int code = packet.payload(0) & 0xFF;
        boolean end = (packet.payload(1) & 0x80) != 0;
        int length = (packet.payload(2) & 0xFF) << 8 | packet.payload(3) & 0xFF;
        int ahead = packet.timestamp() - timestamp;
        boolean before = any && ahead < 0 && ahead > -SAME_KEY_WITHIN * 100;
        if (code >= KEYS.length() || before) {
            return 0;
        }
        if (any && (ahead == 0 || continues(packet, code, ahead, length))) {
            ended |= end;
            duration = Math.max(duration, length);
            timestamp = packet.timestamp();
            return 0;
        }
        any = true;
        timestamp = packet.timestamp();
        event = code;
        duration = length;
        ended = end;
        return KEYS.charAt(code);
    }

    /// A new source has a clock of its own.
    public void newSource() {
        any = false;
    }

    /// The event code of a key, or −1.
    public static int code(char key) {
        return KEYS.indexOf(key);
    }

    /// Some phones move the timestamp with every packet of a key that is still held.
    private boolean continues(RtpPacket packet, int code, int ahead, int length) {
        return !ended && !packet.marker() && code == event && ahead > 0 && ahead <= SAME_KEY_WITHIN && length > duration;
    }
}
