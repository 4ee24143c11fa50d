package org.cordboard.sip;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/// The session timer of a dialog, RFC 4028: refreshes the session where that is our duty, ends it when nobody
/// does. Guarded by the lock of [Core].
final class SessionWatch {
    private final PeerDialog dialog;
    private final Consumer<Consumer<SipResponse>> refresh;
    private TimerWheel.@Nullable Timeout next;

    /// @param refresh sends the last offer again and tells the outcome
    SessionWatch(PeerDialog dialog, Consumer<Consumer<SipResponse>> refresh) {
        this.dialog = dialog;
        this.refresh = refresh;
    }

    /// An INVITE, re-INVITE or UPDATE went through; the interval starts anew.
    void agreed(Optional<SessionTimer> timer) {
        stop();
        next = timer.map(t -> dialog.core.after(t.due(), () -> due(t))).orElse(null);
    }

    private void due(SessionTimer timer) {
        if (timer.weRefresh()) {
            refresh(timer, timer.seconds() - (int) timer.due().toSeconds());
        } else {
            expire();
        }
    }

    /// Tries again until the interval is over (RFC 4028 section 10); the peer gives us up then as well.
    ///
    /// @param left seconds of the interval
    private void refresh(SessionTimer timer, int left) {
        refresh.accept(response -> {
            if (!response.success() && dialog.alive()) {
                int pause = Math.min(left, Math.max(1, timer.seconds() / 8));
                next = dialog.core.after(
                        Duration.ofSeconds(pause), left > pause ? () -> refresh(timer, left - pause) : this::expire);
            }
        });
    }

    private void expire() {
        if (dialog.alive()) {
            dialog.hangUp(Headers.NONE, new DialogEnd.SessionExpired());
        }
    }

    void stop() {
        dialog.core.stop(next);
    }
}
