package org.cordboard.media.rtp;

import static org.cordboard.media.audio.AudioSource.FRAME;

import java.util.Arrays;
import org.cordboard.media.audio.G711;

/// Puts received audio back into order and time. A ring of decoded samples indexed by RTP timestamp: packets of any length
/// fit, duplicates overwrite themselves, reordering needs no sorting, and silence suppression is simply a gap.
///
/// Playout adapts: when nothing is there the play position waits (so the delay grows by what the network was late), and when
/// for four seconds more lay in the buffer than was ever needed, quiet pieces of 10 ms are left out until it fits again.
/// Owned by one media thread. Positions and lengths are samples.
public final class JitterBuffer {
    private static final int RING = 8_192;
    private static final int MASK = RING - 1;
    /// A value that G.711 never decodes to.
    private static final short EMPTY = Short.MIN_VALUE;

    private static final int WINDOW_TICKS = 200;
    private static final int SKIP = 80;
    private static final int QUIET = 200;
    private static final int PER_MILLI = 8;
    private static final int STRAY_MAX = 3;

    private final short[] ring = new short[RING];
    private final byte[] payload = new byte[FRAME];
    private final LossConcealment concealment = new LossConcealment();
    private int target;
    private int max;
    private boolean started;
    private long play;
    private long end;
    private long lastTimestamp;
    private int waited;
    private int strays;
    private int ticks;
    private int leastDepth = Integer.MAX_VALUE;
    private int skippable;
    private int holdTicks;
    private int lateInWindow;
    private long late;
    private long concealed;
    private boolean heard;

    public JitterBuffer(int targetMillis, int maxMillis) {
        Arrays.fill(ring, EMPTY);
        configure(targetMillis, maxMillis);
    }

    /// A new size takes effect at once, also while audio comes: the play position waits for what lacks, and gives up in
    /// quiet moments what is too much.
    public void configure(int targetMillis, int maxMillis) {
        target = targetMillis * PER_MILLI;
        max = Math.max(FRAME, Math.min(maxMillis * PER_MILLI, RING - 4 * FRAME));
        if (started) {
            int depth = (int) Math.max(0, end - play);
            holdTicks = Math.max(holdTicks, (target - depth) / FRAME);
            skippable = Math.max(0, depth - Math.max(target, FRAME));
            newWindow();
        }
    }

    /// Forgets everything; the next packet starts anew.
    public void reset() {
        Arrays.fill(ring, EMPTY);
        started = false;
        strays = 0;
        skippable = 0;
        holdTicks = 0;
        newWindow();
    }

    /// Takes the packet's payload. A-law when `alaw`, else mu-law.
    public void put(RtpPacket packet, boolean alaw) {
        int length = packet.payloadLength();
        if (length == 0 || length > RING / 2) {
            return;
        }
        long at = started ? lastTimestamp + (packet.timestamp() - (int) lastTimestamp) : packet.timestamp();
        if (!started) {
            start(at);
        } else if (at + length <= play) {
            if (play - at > RING && ++strays >= STRAY_MAX) {
                restart(at);
            } else {
                tooLate(play - at);
                return;
            }
        } else if (at + length - play > max + Math.max(target, FRAME)) {
            restart(at);
        }
        strays = 0;
        if (waited > 0) {
            play = Math.max(play, at - target);
            waited = 0;
        }
        lastTimestamp = at;
        end = Math.max(end, at + length);
        decode(packet, alaw, at, length);
    }

    /// Fills the frame with the next 20 ms; false when it holds nothing but silence of our making.
    public boolean read(short[] frame) {
        heard = false;
        if (!started) {
            Arrays.fill(frame, (short) 0);
            return false;
        }
        int depth = (int) Math.max(0, end - play);
        shrink(depth);
        if (holdTicks > 0) {
            holdTicks--;
            conceal(frame, 0);
            return !concealment.silent();
        }
        int take = Math.clamp(end - play, 0, FRAME);
        copy(frame, take);
        if (take < FRAME) {
            waited++;
            conceal(frame, take);
        }
        play += take;
        measure();
        return heard || !concealment.idle() && !concealment.silent();
    }

    public double delayMillis() {
        return started ? Math.max(0, end - play) / (double) PER_MILLI : 0;
    }

    /// Packets that came after their turn.
    public long late() {
        return late;
    }

    /// Frames that were at least partly made up.
    public long concealed() {
        return concealed;
    }

    private void start(long at) {
        started = true;
        play = at - target;
        end = play;
        lastTimestamp = at;
        waited = 0;
        newWindow();
    }

    private void restart(long at) {
        Arrays.fill(ring, EMPTY);
        start(at);
    }

    /// A packet that missed its turn says that the delay is too short; two of them within a window are believed.
    private void tooLate(long samples) {
        late++;
        if (samples < max && ++lateInWindow >= 2) {
            lateInWindow = 0;
            holdTicks = (int) Math.min(5, (samples + FRAME - 1) / FRAME);
        }
    }

    private void decode(RtpPacket packet, boolean alaw, long at, int length) {
        int skip = (int) Math.max(0, play - at);
        int position = (int) (at + skip);
        int left = length - skip;
        while (left > 0) {
            int from = position & MASK;
            int part = Math.min(Math.min(left, payload.length), RING - from);
            packet.payload(length - left, payload, part);
            if (alaw) {
                G711.decodeAlaw(payload, ring, from, part);
            } else {
                G711.decodeUlaw(payload, ring, from, part);
            }
            position += part;
            left -= part;
        }
    }

    private void copy(short[] frame, int count) {
        int from = (int) play & MASK;
        int part = Math.min(count, RING - from);
        take(from, frame, 0, part);
        take(0, frame, part, count - part);
        if (concealment.idle() && complete(frame, count)) {
            heard |= count > 0;
            concealment.remember(frame, count);
        } else {
            patch(frame, count);
        }
    }

    private void take(int from, short[] frame, int to, int count) {
        System.arraycopy(ring, from, frame, to, count);
        Arrays.fill(ring, from, from + count, EMPTY);
    }

    /// The place of a missing sample holds the least value there is.
    private static boolean complete(short[] frame, int count) {
        int least = 0;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, frame[i]);
        }
        return least != EMPTY;
    }

    /// Fills what is missing and blends back into what is there.
    private void patch(short[] frame, int count) {
        boolean whole = concealment.idle();
        for (int i = 0; i < count; i++) {
            short sample = frame[i];
            if (sample != EMPTY) {
                heard = true;
                frame[i] = whole ? sample : concealment.real(sample);
            } else {
                if (whole) {
                    concealment.remember(frame, i);
                    concealed++;
                }
                whole = false;
                frame[i] = concealment.missing();
            }
        }
    }

    private void conceal(short[] frame, int from) {
        if (from < FRAME && !concealment.silent()) {
            concealed++;
        }
        for (int i = from; i < FRAME; i++) {
            frame[i] = concealment.missing();
        }
    }

    private void shrink(int depth) {
        if (depth > max) {
            skip(depth - Math.max(target, FRAME));
            skippable = 0;
        } else if (skippable >= SKIP && depth >= FRAME + SKIP && (skippable > 10 * SKIP || quiet())) {
            skip(SKIP);
            skippable -= SKIP;
        }
    }

    private boolean quiet() {
        int sum = 0;
        int position = (int) play;
        for (int i = 0; i < SKIP; i++) {
            short sample = ring[position++ & MASK];
            sum += sample == EMPTY ? 0 : Math.abs(sample);
        }
        return sum < QUIET * SKIP;
    }

    private void skip(int samples) {
        for (int i = 0; i < samples; i++) {
            ring[(int) play++ & MASK] = EMPTY;
        }
    }

    private void measure() {
        leastDepth = (int) Math.min(leastDepth, end - play);
        if (++ticks >= WINDOW_TICKS) {
            int spare = leastDepth - Math.max(0, target - FRAME);
            skippable = spare >= FRAME ? spare - FRAME + SKIP : 0;
            newWindow();
        }
    }

    private void newWindow() {
        ticks = 0;
        lateInWindow = 0;
        leastDepth = Integer.MAX_VALUE;
    }
}
