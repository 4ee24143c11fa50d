package org.cordboard.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.Via;
import org.cordboard.sip.transaction.TimerValues;
import org.cordboard.sip.transport.DnsResolver;
import org.jspecify.annotations.Nullable;

/// All open transactions, found by the rules of RFC 3261 sections 17.1.3 and 17.2.3. Guarded by the lock of
/// [Core].
final class Transactions {
    private final Core core;
    private final Map<String, ClientTransaction> clients = new HashMap<>();
    private final Map<String, ServerTransaction> servers = new HashMap<>();
    /// Call-ID, From tag and CSeq of open INVITEs, to see one that arrives twice by different ways (section
    /// 8.2.2.2).
    private final Map<String, ServerTransaction> invites = new HashMap<>();

    Transactions(Core core) {
        this.core = core;
    }

    TimerValues values(Transport transport) {
        SipConfig.Timers timers = core.config.timers();
        return new TimerValues(timers.t1(), timers.t2(), timers.t4(), transport.reliable());
    }

    int size() {
        return clients.size() + servers.size();
    }

    /// Client transactions still waiting for their final response.
    long unanswered() {
        return clients.values().stream().filter(ClientTransaction::unanswered).count();
    }

    boolean full() {
        return size() >= core.config.limits().transactions();
    }

    /// Sends a request that has its Via already. The outcome goes to `owner`, even when the limit is
    /// reached.
    ClientTransaction send(SipRequest request, Flow flow, ClientTransaction.Owner owner) {
        var transaction = new ClientTransaction(core, this, request, flow, owner);
        clients.put(clientKey(request.via(), request.method()), transaction);
        transaction.start();
        return transaction;
    }

    void remove(ClientTransaction transaction) {
        SipRequest request = transaction.request();
        clients.remove(clientKey(request.via(), request.method()), transaction);
    }

    @Nullable
    ClientTransaction client(SipResponse response) {
        return clients.get(clientKey(response.via(), response.cseq().method()));
    }

    private static String clientKey(Via via, String method) {
        return via.branch().orElse("") + '|' + method;
    }

    /// The transaction a request (or its ACK, or the INVITE of a CANCEL) belongs to.
    @Nullable
    ServerTransaction server(SipRequest request, String method) {
        return servers.get(serverKey(request, method));
    }

    /// An INVITE outside dialogs that is already here under another branch.
    boolean merged(SipRequest invite) {
        return invites.containsKey(mergeKey(invite));
    }

    ServerTransaction open(SipRequest request, Flow source) {
        String key = serverKey(request, request.method());
        boolean fresh = request.is(SipRequest.INVITE) && request.toTag().isEmpty();
        String merge = fresh ? mergeKey(request) : null;
        var transaction = new ServerTransaction(core, this, key, merge, request, source, way(request, source));
        servers.put(key, transaction);
        if (merge != null) {
            invites.put(merge, transaction);
        }
        return transaction;
    }

    void remove(ServerTransaction transaction) {
        servers.remove(transaction.key(), transaction);
        String merge = transaction.mergeKey();
        if (merge != null) {
            invites.remove(merge, transaction);
        }
    }

    private static String mergeKey(SipRequest request) {
        return request.callId()
                + '|'
                + request.fromTag().orElse("")
                + '|'
                + request.cseq().number();
    }

    /// Branch, sent-by and method; for RFC 2543 peers whatever else tells requests apart.
    private static String serverKey(SipRequest request, String method) {
        Via via = request.via();
        String name = method.equals(SipRequest.ACK) ? SipRequest.INVITE : method;
        if (via.hasUniqueBranch()) {
            return via.branch().orElse("") + '|' + via.sentBy() + '|' + name;
        }
        return "2543|" + request.uri() + '|' + request.callId() + '|'
                + request.fromTag().orElse("") + '|' + request.cseq().number() + '|' + via + '|' + name;
    }

    /// Where answers to a request go: RFC 3261 section 18.2.2 with `rport` of RFC 3581. `maddr` is not
    /// followed: it would let a stranger aim our answers at a third party.
    static Flow way(SipRequest request, Flow source) {
        if (source.transport().reliable()) {
            return source;
        }
        Via via = request.via();
        if (via.parameters().has("rport")) {
            return source;
        }
        int port = via.port() == 0 ? source.transport().defaultPort() : via.port();
        return Flow.udp(new InetSocketAddress(source.remote().getAddress(), port));
    }

    /// Fills `received` and `rport` into the top Via of a request that has just arrived.
    static SipRequest stamped(SipRequest request, Flow source) {
        Via via = request.via();
        String address = source.remote().getAddress().getHostAddress();
        boolean asks = via.parameters().has("rport");
        if (!asks && (via.host().equals(address) || sameHost(via.host(), source.remote().getAddress()))) {
            return request;
        }
        Via stamped = via.with("received", address);
        if (asks) {
            stamped = stamped.with("rport", Integer.toString(source.remote().getPort()));
        }
        return request.withHeaders(request.headers().replaceTop("Via", stamped.toString()));
    }

    private static boolean sameHost(String sentBy, InetAddress source) {
        if (!DnsResolver.isLiteral(sentBy)) {
            return false;
        }
        String plain = sentBy.replace("[", "").replace("]", "").toLowerCase(Locale.ROOT);
        try {
            return InetAddress.getByName(plain).equals(source); // a literal: no look-up happens
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
