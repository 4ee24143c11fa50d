package org.cordboard.sip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Consumer;
import org.cordboard.sip.message.SipUri;
import org.cordboard.sip.message.Uri;
import org.cordboard.sip.transport.DnsResolver;

/// Where requests of a dialog go. By the RFC that is the first route or the peer's Contact; for a peer
/// right next to us it is the place its messages come from when the Contact cannot be right (private
/// address behind NAT) or its connection still stands. Guarded by the lock of [Core].
final class DialogRoute {
    private final UserAgent ua;
    private final boolean pinned;
    private volatile Flow flow;

    DialogRoute(UserAgent ua, Flow flow, boolean pinned) {
        this.ua = ua;
        this.flow = flow;
        this.pinned = pinned;
    }

    Flow flow() {
        return flow;
    }

    /// NAT bindings and connections move; a peer next to us is where it spoke last.
    void heardFrom(Flow source) {
        if (pinned) {
            flow = source;
        }
    }

    void choose(Uri hop, Consumer<Flow> then) {
        if (pinned && (hiddenBehindNat(hop) || ua.core.wire().open(flow))) {
            then.accept(flow);
            return;
        }
        ua.resolve(
                hop,
                (List<Flow> found) -> then.accept(found.stream()
                        .filter(f -> ua.core.wire().listening(f.transport()).isPresent())
                        .findFirst()
                        .orElse(flow)));
    }

    private boolean hiddenBehindNat(Uri hop) {
        if (!(hop instanceof SipUri sip) || !DnsResolver.isLiteral(sip.host())) {
            return false;
        }
        try {
            InetAddress claimed =
                    InetAddress.getByName(sip.host().replace("[", "").replace("]", ""));
            boolean moved = !claimed.equals(flow.remote().getAddress());
            return moved
                    && (claimed.isSiteLocalAddress()
                            || claimed.isLoopbackAddress()
                            || claimed.isLinkLocalAddress()
                            || claimed.isAnyLocalAddress()
                            || isShared(claimed));
        } catch (UnknownHostException _) {
            return true; // digits that are no address lead nowhere else
        }
    }

    /// 100.64.0.0/10, the address space of carrier-grade NAT (RFC 6598).
    private static boolean isShared(InetAddress address) {
        byte[] b = address.getAddress();
        return b.length == 4 && b[0] == 100 && (b[1] & 0xc0) == 64;
    }
}
