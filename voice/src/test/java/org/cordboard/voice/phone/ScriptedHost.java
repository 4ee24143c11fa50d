package org.cordboard.voice.phone;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cordboard.sip.CallFailure;
import org.cordboard.sip.Dialog;
import org.cordboard.sip.DialogHandler;
import org.cordboard.sip.Flow;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.OutboundHandler;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.Registrar;
import org.cordboard.sip.SipConfig;
import org.cordboard.sip.SipListener;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.Transport;
import org.cordboard.sip.digest.DigestSecret;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;

/// A carrier's box on loopback: does with each call what its script says, and tells what it was asked.
public final class ScriptedHost implements SipListener, AutoCloseable {
    public static final String PASSWORD = "carrier-secret";

    public final BlockingQueue<SipRequest> invites = new LinkedBlockingQueue<>();
    private final SipStack sip;
    private volatile Consumer<InboundInvite> script;
    private volatile boolean deaf;

    public ScriptedHost(Consumer<InboundInvite> script) {
        this.script = script;
        this.sip = SipStack.start(
                SipConfig.on(InetAddress.getLoopbackAddress(), 0),
                this,
                Registrar.Settings.of(
                        Optional::of, (realm, user) -> Optional.of(DigestSecret.ofPassword(realm, user, PASSWORD))));
    }

    /// Rings and answers with silence; a caller who gave up meanwhile is none of its business.
    public static void answer(InboundInvite invite) {
        invite.ring();
        invite.answer(silence(), new DialogHandler() {}).ifPresent(Dialog::callId);
    }

    /// Refuses every call with this status.
    public static ScriptedHost refusing(int status) {
        return new ScriptedHost(invite -> invite.reject(status));
    }

    /// Not even 100 Trying.
    public static ScriptedHost deaf() {
        var host = new ScriptedHost(_ -> {});
        host.deaf = true;
        return host;
    }

    public void script(Consumer<InboundInvite> changed) {
        script = changed;
    }

    @Override
    public boolean admits(Flow source, SipRequest request) {
        if (deaf) {
            invites.add(request);
        }
        return !deaf;
    }

    @Override
    public void onInvite(InboundInvite invite) {
        invites.add(invite.request());
        script.accept(invite);
    }

    public SipUri uri() {
        return SipUri.of(null, "127.0.0.1", address().getPort());
    }

    public InetSocketAddress address() {
        return sip.address(Transport.UDP).orElseThrow();
    }

    public SipStack sip() {
        return sip;
    }

    public SipRequest asked() throws InterruptedException {
        var invite = invites.poll(25, TimeUnit.SECONDS);
        if (invite == null) {
            throw new IllegalStateException("no call came");
        }
        return invite;
    }

    public boolean quietFor(Duration time) throws InterruptedException {
        return invites.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
    }

    /// Calls and lets the other side do what it likes.
    public static OutboundHandler quiet() {
        return new OutboundHandler() {
            @Override
            public DialogHandler onAnswered(Dialog dialog, SipResponse response) {
                return new DialogHandler() {};
            }

            @Override
            public void onFailed(CallFailure failure) {}
        };
    }

    /// A description of a stream that nobody hears.
    public static String silence() {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + "m=audio 40000 RTP/AVP 0\r\na=sendrecv\r\n";
    }

    /// A call of its own.
    public OutboundInvite to(InetSocketAddress server, String user, SipUri from) {
        return OutboundInvite.to(
                        SipUri.of(user, server.getAddress().getHostAddress(), server.getPort()),
                        NameAddress.of(from))
                .withSdp(silence());
    }

    @Override
    public void close() {
        sip.close();
    }
}
