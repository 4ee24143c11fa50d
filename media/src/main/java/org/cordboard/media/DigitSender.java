package org.cordboard.media;

import static org.cordboard.media.audio.AudioSource.FRAME;

import java.util.ArrayDeque;
import org.cordboard.media.audio.DtmfTones;
import org.cordboard.media.audio.Tones;
import org.cordboard.media.rtp.TelephoneEvents;
import org.jspecify.annotations.Nullable;

/// Keys to be sent, one after the other: 100 ms each with 100 ms between, as RFC 4733 events or as tones. Owned by the media thread.
final class DigitSender {
    static final int KEY_TICKS = 5;
    private static final int GAP_TICKS = 5;
    private static final int WAIT_TICKS = 25;
    private static final int WAITING_MAX = 16;
    private static final AudioNothing NOTHING = new AudioNothing();

    /// What a tick carries.
    enum Tick {
        AUDIO,
        TONE,
        EVENT
    }

    private record Sending(String digits, Playing playing) {}

    private final ArrayDeque<Sending> waiting = new ArrayDeque<>();
    private @Nullable Sending current;
    private int index;
    private char key;
    private int keyTick;
    private int pauseTicks;
    private @Nullable Tones tone;

    static final class AudioNothing implements org.cordboard.media.audio.AudioSource {
        @Override
        public int read(short[] frame) {
            return 0;
        }
    }

    static Playing playing(ListenerCalls calls) {
        return new Playing(NOTHING, calls);
    }

    void add(String digits, Playing playing) {
        if (waiting.size() >= WAITING_MAX) {
            playing.end(Playback.End.STOPPED);
        } else {
            waiting.add(new Sending(digits, playing));
        }
    }

    /// Moves on by 20 ms and says what to send in them.
    Tick advance(boolean asEvents) {
        if (keyTick > 0 && keyTick < KEY_TICKS) {
            keyTick++;
            return tone == null ? Tick.EVENT : Tick.TONE;
        }
        if (keyTick == KEY_TICKS) {
            keyTick = 0;
            tone = null;
            pauseTicks = GAP_TICKS;
        }
        if (pauseTicks > 0) {
            pauseTicks--;
            return Tick.AUDIO;
        }
        return next(asEvents);
    }

    /// The key of an EVENT tick.
    char key() {
        return key;
    }

    /// Counted from 1 to [#KEY_TICKS].
    int keyTick() {
        return keyTick;
    }

    void tone(short[] frame) {
        if (tone != null) {
            java.util.Arrays.fill(frame, (short) 0);
            tone.read(frame);
        }
    }

    void close() {
        if (current != null) {
            current.playing().end(Playback.End.CLOSED);
        }
        for (var each : waiting) {
            each.playing().end(Playback.End.CLOSED);
        }
        waiting.clear();
        current = null;
    }

    private Tick next(boolean asEvents) {
        var sending = current;
        if (sending == null) {
            sending = waiting.poll();
            current = sending;
            index = 0;
        }
        if (sending == null) {
            return Tick.AUDIO;
        }
        if (index == sending.digits().length() || sending.playing().stopRequested()) {
            sending.playing().end(index == sending.digits().length() ? Playback.End.FINISHED : Playback.End.STOPPED);
            current = null;
            return Tick.AUDIO;
        }
        char symbol = sending.digits().charAt(index++);
        if (symbol == 'w' || symbol == 'W') {
            pauseTicks = (symbol == 'w' ? WAIT_TICKS : 2 * WAIT_TICKS) - 1;
            return Tick.AUDIO;
        }
        key = symbol;
        keyTick = 1;
        boolean event = asEvents && TelephoneEvents.code(symbol) >= 0;
        tone = event ? null : new Tones(false, DtmfTones.step(symbol, KEY_TICKS * FRAME / 8));
        return event ? Tick.EVENT : Tick.TONE;
    }
}
