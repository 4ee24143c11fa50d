package org.cordboard.sip;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cordboard.sip.DialogState.DialogId;
import org.cordboard.sip.digest.DigestServer;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.message.Uri;
import org.cordboard.sip.transport.DnsResolver;
import org.cordboard.sip.transport.Resolver;
import org.cordboard.sip.transport.Wire.HostPort;
import org.jspecify.annotations.Nullable;

/// What calls, dialogs and registrations share: the table of dialogs, the headers every message of ours
/// carries, and the way from a URI to a flow. Guarded by the lock of [Core] where not said otherwise.
final class UserAgent {
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, INFO, REFER, NOTIFY, MESSAGE";
    static final String SUPPORTED = "timer, 100rel";
    static final String SDP = "application/sdp";
    private static final Headers ABILITIES = Headers.of("Allow", ALLOW).with("Supported", SUPPORTED);
    private static final String USER = "cordboard";

    /// What a dialog identifier leads to: an early call or a dialog.
    interface DialogUser {
        /// A request other than ACK and CANCEL; must be answered.
        void request(ServerTransaction transaction);

        void ack(SipRequest ack);

        /// The stack is being closed.
        void closing();
    }

    final Core core;
    final Transactions transactions;
    final SipListener listener;
    final Resolver resolver;
    final DigestServer digest;
    private final Map<DialogId, DialogUser> dialogs = new HashMap<>();

    UserAgent(Core core, SipListener listener, Resolver resolver, DigestServer digest) {
        this.core = core;
        this.transactions = new Transactions(core);
        this.listener = listener;
        this.resolver = resolver;
        this.digest = digest;
    }

    void enter(DialogId id, DialogUser user) {
        dialogs.put(id, user);
    }

    void leave(DialogId id, DialogUser user) {
        dialogs.remove(id, user);
    }

    @Nullable
    DialogUser dialog(DialogId id) {
        return dialogs.get(id);
    }

    int dialogCount() {
        return dialogs.size();
    }

    List<DialogUser> allDialogs() {
        return List.copyOf(dialogs.values());
    }

    boolean dialogsFull() {
        return dialogs.size() >= core.config.limits().dialogs();
    }

    /// Our Contact towards a flow.
    SipUri contact(Flow flow, boolean secure) {
        return contact(USER, flow, secure);
    }

    SipUri contact(String user, Flow flow, boolean secure) {
        HostPort own = core.wire().local(flow.transport(), flow.remote());
        SipUri uri = SipUri.of(user, own.host(), own.port());
        if (secure) {
            return new SipUri(true, uri.rawUser(), null, uri.host(), uri.port(), uri.parameters(), "");
        }
        return flow.transport() == Transport.UDP
                ? uri
                : uri.withParameter("transport", flow.transport().parameter());
    }

    /// Puts our Via on top of a request.
    SipRequest via(SipRequest request, Flow flow, String branch) {
        HostPort own = core.wire().local(flow.transport(), flow.remote());
        String via =
                "SIP/2.0/" + flow.transport() + " " + own.host() + ":" + own.port() + ";branch=" + branch + ";rport";
        return request.withHeaders(request.headers().prepend("Via", via));
    }

    ClientTransaction send(SipRequest request, Flow flow, ClientTransaction.Owner owner) {
        return transactions.send(via(request, flow, core.ids.branch()), flow, owner);
    }

    /// An answer with our Server header.
    SipResponse response(SipRequest request, int status, @Nullable String reason, String toTag) {
        SipResponse bare = reason == null
                ? SipResponse.to(request, status, toTag)
                : SipResponse.to(request, status, reason, toTag);
        return bare.with("Server", core.config.product());
    }

    /// Headers that tell a peer what we can do.
    Headers abilities() {
        return ABILITIES;
    }

    /// Finds where `uri` is served and goes on with that under the lock: at once for addresses, after a
    /// look-up on a virtual thread for names. The list is empty when the URI leads nowhere.
    void resolve(Uri uri, Consumer<List<Flow>> then) {
        if (!(uri instanceof SipUri sip)) {
            core.execute(() -> then.accept(List.of()));
        } else if (DnsResolver.isLiteral(sip.parameters().get("maddr").orElse(sip.host()))) {
            List<Flow> flows = resolver.resolve(sip);
            then.accept(flows);
        } else {
            Thread.ofVirtual().name("sip-resolve").start(() -> {
                List<Flow> flows = resolver.resolve(sip);
                core.execute(() -> then.accept(flows));
            });
        }
    }

    /// A response made here for a request that got none.
    SipResponse local(SipRequest request, int status) {
        return SipResponse.to(request, status, "");
    }

    static boolean secure(Uri uri) {
        return uri instanceof SipUri sip && sip.secure();
    }

    static String contactHeader(SipUri uri) {
        return NameAddress.of(uri).toString();
    }

    static String contactHeader(NameAddress contact) {
        return contact.toString();
    }
}
