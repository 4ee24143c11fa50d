package org.cordboard.server.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
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
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/// One phone on loopback with a line of its own. Methods block; call them from the script's thread.
public final class ScriptedPhone implements AutoCloseable, SipListener {
    private static final int CALLS_MAX = 16;
    private static final int TEXTS_MAX = 100;

    private final String user;
    private final Transport transport;
    private final Codec codec;
    private final MediaEngine media;
    private final SipStack sip;
    private final BlockingQueue<Ringing> ringing = new LinkedBlockingQueue<>(CALLS_MAX);
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>(TEXTS_MAX);
    private @Nullable Registration registration;

    /// @param user its name or number, as callers see it
    public ScriptedPhone(String user, Transport transport, Codec codec) throws IOException {
        this.user = user;
        this.transport = transport;
        this.codec = codec;
        this.media = MediaEngine.start(MediaConfig.loopback());
        this.sip = SipStack.start(SipConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), this);
    }

    public ScriptedPhone(String user) throws IOException {
        this(user, Transport.UDP, Codec.PCMU);
    }

    /// Registers at a server and waits for its word.
    ///
    /// @param server where it listens
    /// @param domain domain of the address of record
    /// @throws IOException if the server refuses or does not answer in time
    public void register(InetSocketAddress server, String domain, String password) throws IOException {
        var verdict = new LinkedBlockingQueue<Registration.Status>();
        var made = sip.register(new OutboundRegistration(
                uri("sip:" + server.getAddress().getHostAddress() + ":" + server.getPort() + ";transport="
                        + transport.parameter()),
                uri("sip:" + user + "@" + domain),
                user,
                Optional.of(new DigestCredentials(user, password)),
                Duration.ofSeconds(300),
                verdict::add));
        registration = made;
        var status = poll(verdict, Duration.ofSeconds(30));
        if (status == null || !status.registered()) {
            throw new IOException(
                    user + " could not register at " + server + ": "
                            + (status == null ? "no answer" : status.lastStatus() + " " + status.reason()));
        }
    }

    /// Dials; answers at once with the call under way.
    public PhoneCall call(String target) {
        var call = new PhoneCall(media, codec);
        var invite = OutboundInvite.to(
                        uri(target).withParameter("transport", transport.parameter()),
                        NameAddress.of(uri("sip:" + user + "@127.0.0.1")))
                .withSdp(call.offer());
        call.dialled(sip.invite(invite, call));
        return call;
    }

    /// The next call that rings here.
    ///
    /// @throws IllegalStateException if none comes in time
    public Ringing awaitRinging(Duration patience) {
        var call = poll(ringing, patience);
        if (call == null) {
            throw new IllegalStateException(user + "'s phone did not ring within " + patience.toSeconds() + " s");
        }
        return call;
    }

    /// The next call that rings here, if one does within the time.
    public Optional<Ringing> ringing(Duration patience) {
        return Optional.ofNullable(poll(ringing, patience));
    }

    /// Whether a call rings here within the time; it is taken off the hook list.
    public boolean rings(Duration patience) {
        return poll(ringing, patience) != null;
    }

    /// Writes to an address under this phone's name.
    ///
    /// @param domain of the name, as registered
    /// @return the final SIP status, 408 where nobody answers
    public int text(String target, String domain, String password, String words) {
        var message = OutboundMessage.to(
                        uri(target).withParameter("transport", transport.parameter()),
                        NameAddress.of(uri("sip:" + user + "@" + domain)),
                        words)
                .withCredentials(new DigestCredentials(user, password));
        return sip.message(message).join().status();
    }

    /// The next text that comes here.
    ///
    /// @throws IllegalStateException if none comes in time
    public String awaitText(Duration patience) {
        var text = poll(texts, patience);
        if (text == null) {
            throw new IllegalStateException(user + " got no text within " + patience.toSeconds() + " s");
        }
        return text;
    }

    @Override
    public void onMessage(InboundMessage message) {
        message.answer(texts.offer(message.text()) ? 200 : 503);
    }

    /// A URI that reaches this phone directly.
    public String address() {
        return sip.contact(user, transport).toString();
    }

    public String user() {
        return user;
    }

    @Override
    public void onInvite(InboundInvite invite) {
        var call = new Ringing(invite, new PhoneCall(media, codec), codec);
        invite.ring();
        if (!ringing.offer(call)) {
            invite.reject(486);
        }
    }

    private static SipUri uri(String text) {
        try {
            return SipUri.parse(text);
        } catch (Malformed e) {
            throw new IllegalArgumentException("not a SIP URI: " + text, e);
        }
    }

    private static <T> @Nullable T poll(BlockingQueue<T> from, Duration patience) {
        try {
            return from.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void close() {
        var registered = registration;
        if (registered != null) {
            registered.close();
        }
        sip.close();
        media.close();
    }

    /// Reports a socket that cannot be opened as what it is for a script: the end.
    static UncheckedIOException broken(IOException cause) {
        return new UncheckedIOException(cause);
    }
}
