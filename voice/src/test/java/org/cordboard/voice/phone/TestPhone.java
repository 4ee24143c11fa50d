package org.cordboard.voice.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.Codec;
import org.cordboard.media.MediaConfig;
import org.cordboard.media.MediaEngine;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.InboundMessage;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.OutboundMessage;
import org.cordboard.sip.OutboundRegistration;
import org.cordboard.sip.Registration;
import org.cordboard.sip.SipConfig;
import org.cordboard.sip.SipListener;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.Transport;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;

/// A phone on loopback for tests: real SIP, real RTP, no will of its own.
public final class TestPhone implements SipListener, AutoCloseable {
    /// A call that rings here.
    public final class Ringing {
        public final InboundInvite invite;
        private final CountDownLatch canceled = new CountDownLatch(1);

        private Ringing(InboundInvite invite) {
            this.invite = invite;
            invite.ring();
            invite.onCancel(canceled::countDown);
        }

        public TestCall answer() throws IOException {
            var call = new TestCall(media, codec);
            var dialog = invite.answer(call.sdp(), call);
            invite.sdp().ifPresent(call::connect);
            dialog.ifPresent(call.answered::complete);
            return call;
        }

        /// Lets the caller hear us before we answer.
        public TestCall announce() throws IOException {
            var call = new TestCall(media, codec);
            invite.sdp().ifPresent(call::connect);
            invite.progress(call.sdp());
            return call;
        }

        /// Answers the call that was announced.
        public void pickUp(TestCall announced) {
            invite.answer(announced.sdp(), announced).ifPresent(announced.answered::complete);
        }

        public void refuse(int status) {
            invite.reject(status);
        }

        public boolean canceledWithin(Duration patience) throws InterruptedException {
            return canceled.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        public String from() {
            return invite.request().from().uri() instanceof SipUri uri
                    ? uri.user().orElse("")
                    : "";
        }
    }

    private final String user;
    private final Codec codec;
    private final MediaEngine media;
    private final SipStack sip;
    private final BlockingQueue<Ringing> ringing = new LinkedBlockingQueue<>();
    private final CountDownLatch registered = new CountDownLatch(1);
    private final BlockingQueue<InboundMessage> texts = new LinkedBlockingQueue<>();
    private volatile int textAnswer = 200;
    private Registration registration;

    public TestPhone(String user) {
        this(user, Codec.PCMU);
    }

    public TestPhone(String user, Codec codec) {
        this(user, codec, MediaConfig.loopback(), SipConfig.on(InetAddress.getLoopbackAddress(), 0));
    }

    /// A phone that names an address, in Contact, Via and SDP, at which nobody reaches it.
    public static TestPhone behindNat(String user, InetAddress inside) {
        var loopback = InetAddress.getLoopbackAddress();
        return new TestPhone(
                user,
                Codec.PCMU,
                MediaConfig.loopback().withAddresses(loopback, inside),
                SipConfig.on(loopback, 0).withAdvertised(inside.getHostAddress()));
    }

    private TestPhone(String user, Codec codec, MediaConfig audio, SipConfig signals) {
        try {
            this.user = user;
            this.codec = codec;
            this.media = MediaEngine.start(audio);
            this.sip = SipStack.start(signals, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onInvite(InboundInvite invite) {
        ringing.add(new Ringing(invite));
    }

    public void register(InetSocketAddress server, String password) throws InterruptedException {
        var registrar = SipUri.of(null, server.getAddress().getHostAddress(), server.getPort());
        var own = SipUri.of(user, server.getAddress().getHostAddress(), 0);
        registration = sip.register(new OutboundRegistration(
                registrar,
                own,
                user,
                Optional.of(new DigestCredentials(user, password)),
                Duration.ofMinutes(10),
                status -> {
                    if (status.registered()) {
                        registered.countDown();
                    }
                }));
        if (!registered.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException(user + " could not register: " + registration.status());
        }
    }

    /// Whether registering with that password fails for good.
    public boolean refusedBy(InetSocketAddress server, String password) throws InterruptedException {
        var registrar = SipUri.of(null, server.getAddress().getHostAddress(), server.getPort());
        var own = SipUri.of(user, server.getAddress().getHostAddress(), 0);
        var refused = new CountDownLatch(1);
        registration = sip.register(new OutboundRegistration(
                registrar,
                own,
                user,
                Optional.of(new DigestCredentials(user, password)),
                Duration.ofMinutes(10),
                status -> {
                    if (!status.registered() && status.lastStatus() >= 400) {
                        refused.countDown();
                    }
                }));
        return refused.await(30, TimeUnit.SECONDS);
    }

    @Override
    public void onMessage(InboundMessage message) {
        texts.add(message);
        message.answer(textAnswer);
    }

    /// What this phone answers to texts from now on.
    public void answersTexts(int status) {
        textAnswer = status;
    }

    /// The next text that comes here.
    public InboundMessage text() throws InterruptedException {
        var text = texts.poll(20, TimeUnit.SECONDS);
        if (text == null) {
            throw new IllegalStateException(user + " got no text");
        }
        return text;
    }

    /// Sends a text under this phone's name and waits for the final answer.
    public int text(InetSocketAddress server, String number, String words, String password) throws Exception {
        var target = SipUri.of(number, server.getAddress().getHostAddress(), server.getPort());
        var from = NameAddress.of(SipUri.of(user, "127.0.0.1", 0));
        var message = OutboundMessage.to(target, from, words).withCredentials(new DigestCredentials(user, password));
        return sip.message(message).get(40, TimeUnit.SECONDS).status();
    }

    public TestCall call(InetSocketAddress server, String number) throws IOException {
        return call(server, number, Transport.UDP);
    }

    public TestCall call(InetSocketAddress server, String number, Transport transport) throws IOException {
        var call = new TestCall(media, codec);
        var target = SipUri.of(number, server.getAddress().getHostAddress(), server.getPort());
        if (transport != Transport.UDP) {
            target = target.withParameter("transport", transport.parameter());
        }
        var from = NameAddress.of(SipUri.of(user, "127.0.0.1", 0));
        call.attempt = sip.invite(OutboundInvite.to(target, from).withSdp(call.sdp()), call);
        return call;
    }

    /// Calls with a description of one's own, or with none at all.
    public TestCall call(InetSocketAddress server, String number, Optional<String> sdp) throws IOException {
        var call = new TestCall(media, codec);
        var target = SipUri.of(number, server.getAddress().getHostAddress(), server.getPort());
        var invite = OutboundInvite.to(target, NameAddress.of(SipUri.of(user, "127.0.0.1", 0)));
        call.attempt = sip.invite(sdp.map(invite::withSdp).orElse(invite), call);
        return call;
    }

    public Ringing rings() throws InterruptedException {
        var call = ringing.poll(25, TimeUnit.SECONDS);
        if (call == null) {
            throw new IllegalStateException(user + " does not ring");
        }
        return call;
    }

    /// Asks a host for life by OPTIONS.
    public CompletableFuture<SipResponse> ping(SipUri host) {
        return sip.ping(host);
    }

    public boolean quiet() {
        return ringing.isEmpty();
    }

    public InetSocketAddress address() {
        return sip.address(Transport.UDP).orElseThrow();
    }

    @Override
    public void close() {
        sip.close();
        media.close();
    }
}
