package org.cordboard.server.phone;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cordboard.media.Codec;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.MediaListener;
import org.cordboard.media.RemoteMedia;
import org.cordboard.media.RtpEndpoint;
import org.cordboard.media.audio.AudioSource;
import org.cordboard.media.audio.Tones;
import org.cordboard.sip.CallFailure;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogEnd;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.OutboundCall;
import org.cordboard.sip.OutboundHandler;
import org.cordboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/// A call of a scripted phone, from dialling or answering to its end.
public final class PhoneCall implements OutboundHandler, DialogHandler, AutoCloseable {
    private static final double TONE_LEVEL = 0.3;

    private final Codec codec;
    private final RtpEndpoint endpoint;
    private final Ears ears = new Ears();
    private final CompletableFuture<Dialog> answer = new CompletableFuture<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private volatile @Nullable OutboundCall attempt;

    PhoneCall(MediaEngine media, Codec codec) {
        this.codec = codec;
        try {
            this.endpoint = media.openRtp(new MediaListener() {});
        } catch (IOException e) {
            throw ScriptedPhone.broken(e);
        }
        endpoint.tap(ears);
    }

    String offer() {
        return SessionText.of(endpoint.localAddress(), codec);
    }

    void connect(RemoteMedia remote) {
        endpoint.connect(remote);
    }

    void dialled(OutboundCall call) {
        attempt = call;
    }

    void answered(Dialog dialog) {
        answer.complete(dialog);
    }

    /// Waits for the answer.
    ///
    /// @return 200, or the status the call was refused with; 0 when nothing came in time
    public int awaitAnswer(Duration patience) {
        var first = CompletableFuture.anyOf(answer.thenApply(dialog -> 200), end);
        return (int) within(first, patience, 0);
    }

    /// Waits for the end of the call; answers whether it came in time.
    public boolean awaitEnd(Duration patience) {
        return within(end, patience, -1) != -1;
    }

    public boolean over() {
        return end.isDone();
    }

    public Ears ears() {
        return ears;
    }

    /// Says one steady tone from now on, so that others can tell this phone by its pitch.
    public void sing(double hertz) {
        play(new Tones(true, new Tones.Step(hertz, 0, 1_000, TONE_LEVEL)));
    }

    public void play(AudioSource source) {
        endpoint.play(source);
    }

    public void press(String keys) {
        endpoint.sendDigits(keys);
    }

    public void hangUp() {
        var call = attempt;
        if (answer.isDone()) {
            answer.join().bye();
        } else if (call != null) {
            call.cancel();
        }
    }

    @Override
    public DialogHandler onAnswered(Dialog dialog, SipResponse response) {
        response.sdp().ifPresent(sdp -> connect(SessionText.remote(sdp, codec)));
        answer.complete(dialog);
        return this;
    }

    @Override
    public void onFailed(CallFailure failure) {
        end.complete(failure.status());
        endpoint.close();
    }

    @Override
    public void onOffer(Dialog dialog, Offer offer) {
        offer.sdp().ifPresent(sdp -> connect(SessionText.remote(sdp, codec)));
        offer.answer(offer());
    }

    @Override
    public void onEnded(Dialog dialog, DialogEnd how) {
        end.complete(200);
        endpoint.close();
    }

    @Override
    public void close() {
        hangUp();
        endpoint.close();
    }

    private static <T> T within(CompletableFuture<T> future, Duration patience, T otherwise) {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return otherwise;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }
}
