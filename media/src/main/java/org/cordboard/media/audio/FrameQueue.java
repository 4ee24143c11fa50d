package org.cordboard.media.audio;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Audio that arrives while it plays: what a bot sends into a two-way media stream. One side appends from its own thread,
/// the media thread plays; between pieces there is silence, and it ends only when it is finished or stopped.
public final class FrameQueue implements AudioSource {
    private record Mark(long at, Runnable reached) {}

    private static final int MARKS_MAX = 500;

    private final int samplesMax;
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private int inPiece;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private final Executor callbacks;
    private long written;
    private long played;
    private boolean finished;
    private boolean abandoned;

    /// @param samplesMax audio that may wait; what comes beyond is refused
    /// @param callbacks where reached marks are told
    public FrameQueue(int samplesMax, Executor callbacks) {
        this.samplesMax = samplesMax;
        this.callbacks = callbacks;
    }

    /// Appends mu-law audio; false, taking nothing, when it does not fit any more.
    public synchronized boolean append(byte[] ulaw) {
        if (ulaw.length > samplesMax - (written - played) || abandoned) {
            return false;
        }
        if (ulaw.length > 0) {
            pieces.add(ulaw.clone());
            written += ulaw.length;
        }
        return true;
    }

    /// Tells when everything appended before has been played or cleared; at once when nothing waits. False, doing
    /// nothing, when too many marks wait already.
    public synchronized boolean mark(Runnable reached) {
        if (written == played || abandoned) {
            callbacks.execute(reached);
        } else if (marks.size() < MARKS_MAX) {
            marks.add(new Mark(written, reached));
        } else {
            return false;
        }
        return true;
    }

    /// Drops what waits and tells all marks.
    public synchronized void clear() {
        pieces.clear();
        inPiece = 0;
        played = written;
        tellMarks();
    }

    /// Nothing more will be appended: the source ends when what waits has been played.
    public synchronized void finish() {
        finished = true;
    }

    public synchronized int waitingMillis() {
        return (int) ((written - played) * 1_000 / RATE);
    }

    @Override
    public synchronized int read(short[] frame) {
        int count = take(frame);
        played += count;
        tellMarks();
        if (finished && count < frame.length) {
            return count;
        }
        java.util.Arrays.fill(frame, count, frame.length, (short) 0);
        return frame.length;
    }

    private int take(short[] frame) {
        int count = 0;
        for (byte @Nullable [] piece = pieces.peek(); piece != null && count < frame.length; piece = pieces.peek()) {
            while (count < frame.length && inPiece < piece.length) {
                frame[count++] = G711.ulawToLinear(piece[inPiece++]);
            }
            if (inPiece == piece.length) {
                pieces.remove();
                inPiece = 0;
            }
        }
        return count;
    }

    @Override
    public synchronized void released() {
        abandoned = true;
        clear();
    }

    private void tellMarks() {
        for (@Nullable Mark next = marks.peek(); next != null && next.at() <= played; next = marks.peek()) {
            callbacks.execute(next.reached());
            marks.remove();
        }
    }
}
