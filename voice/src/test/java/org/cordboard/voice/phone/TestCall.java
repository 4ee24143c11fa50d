package org.cordboard.voice.phone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.cordboard.media.Codec;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.MediaListener;
import org.cordboard.media.RemoteMedia;
import org.cordboard.media.RtpEndpoint;
import org.cordboard.media.audio.Tones;
import org.cordboard.sip.CallFailure;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogEnd;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.OutboundCall;
import org.cordboard.sip.OutboundHandler;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipResponse;

/// One call of a test phone.
public final class TestCall implements OutboundHandler, DialogHandler, MediaListener {
    private static final Pattern ADDRESS = Pattern.compile("c=IN IP4 ([0-9.]+)");
    private static final Pattern PORT = Pattern.compile("m=audio ([0-9]+)");
    private static final Pattern EVENT = Pattern.compile("a=rtpmap:([0-9]+) telephone-event");

    public final Ears ears = new Ears();
    public final BlockingQueue<Character> keys = new LinkedBlockingQueue<>();
    public final BlockingQueue<Integer> progress = new LinkedBlockingQueue<>();
    final RtpEndpoint endpoint;
    final CompletableFuture<Dialog> answered = new CompletableFuture<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final Codec codec;
    volatile OutboundCall attempt;
    /// Headers of the BYE or refusal that ended the call.
    public volatile Headers last = Headers.NONE;
    /// The 200 of a call that we made.
    public volatile SipResponse answer;
    /// The call was made without an offer: the answer holds theirs, our ACK the answer to it.
    public volatile boolean acknowledges;

    TestCall(MediaEngine media, Codec codec) throws IOException {
        this.codec = codec;
        endpoint = media.openRtp(this);
        endpoint.tap(ears);
    }

    String sdp() {
        return sdp("sendrecv");
    }

    String sdp(String direction) {
        var local = endpoint.localAddress();
        return """
                v=0
                o=test 1 1 IN IP4 %1$s
                s=-
                c=IN IP4 %1$s
                t=0 0
                m=audio %2$d RTP/AVP %3$d 101
                a=rtpmap:%3$d %4$s/8000
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-15
                a=%5$s
                """.formatted(
                        local.getAddress().getHostAddress(), local.getPort(), codec.payloadType(), codec, direction)
                .replace("\n", "\r\n");
    }

    void connect(String theirs) {
        var address = ADDRESS.matcher(theirs);
        var port = PORT.matcher(theirs);
        var event = EVENT.matcher(theirs);
        if (address.find() && port.find()) {
            var at = new InetSocketAddress(address.group(1), Integer.parseInt(port.group(1)));
            int type = event.find() ? Integer.parseInt(event.group(1)) : RemoteMedia.NO_TELEPHONE_EVENT;
            endpoint.connect(new RemoteMedia(at, codec, type));
        }
    }

    @Override
    public void digit(char digit) {
        keys.add(digit);
    }

    @Override
    public void onProgress(SipResponse response) {
        response.sdp().ifPresent(this::connect);
        progress.add(response.status());
    }

    @Override
    public DialogHandler onAnswered(Dialog dialog, SipResponse response) {
        answer = response;
        response.sdp().ifPresent(this::connect);
        if (acknowledges) {
            dialog.acknowledge(sdp());
        }
        answered.complete(dialog);
        return this;
    }

    @Override
    public void onFailed(CallFailure failure) {
        var response = failure.response();
        last = response == null ? Headers.NONE : response.headers();
        ended.complete(failure.status());
        endpoint.close();
    }

    @Override
    public void onEnded(Dialog dialog, DialogEnd end) {
        last = end instanceof DialogEnd.RemoteBye(var bye) ? bye.headers() : Headers.NONE;
        ended.complete(200);
        endpoint.close();
    }

    public Dialog dialog() throws Exception {
        return answered.get(25, TimeUnit.SECONDS);
    }

    public boolean answeredAlready() {
        return answered.isDone();
    }

    /// Status with which the call ended; 200 after a BYE.
    public int end(Duration patience) throws Exception {
        try {
            return ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return -1;
        }
    }

    public boolean over() {
        return ended.isDone();
    }

    public void tap(org.cordboard.media.AudioTap tap) {
        endpoint.tap(tap);
    }

    public void play(org.cordboard.media.audio.AudioSource source) {
        endpoint.play(source);
    }

    public void sing(double hertz) {
        endpoint.play(new Tones(true, new Tones.Step(hertz, 0, 1_000, 0.3)));
    }

    public void says(org.cordboard.media.audio.AudioSource words) {
        endpoint.play(words);
    }

    public void hush() {
        endpoint.play(org.cordboard.media.audio.Sounds.silence());
    }

    /// Sends nothing more, as behind a broken network.
    public void unplug() {
        endpoint.close();
    }

    public void press(String digits) {
        endpoint.sendDigits(digits);
    }

    public SipResponse hold(String direction) throws Exception {
        return dialog().reinvite(sdp(direction)).get(5, TimeUnit.SECONDS);
    }

    public void hangUp() {
        if (answered.isDone()) {
            answered.join().bye();
        } else if (attempt != null) {
            attempt.cancel();
        }
    }
}
