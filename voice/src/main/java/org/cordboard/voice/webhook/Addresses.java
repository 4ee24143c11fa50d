package org.cordboard.voice.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

/// Which addresses we may be sent to. Cloud metadata services are always refused: an application's URL must never
/// make this machine hand out its own credentials. Loopback and private ranges are the operator's choice.
///
/// The JDK keeps an answer of the resolver for some seconds, so that the client connects to what was checked here.
public record Addresses(boolean allowLoopback, boolean allowPrivate) {
    private static final Set<String> METADATA =
            Set.of("169.254.169.254", "169.254.170.2", "100.100.100.200", "fd00:ec2:0:0:0:0:0:254");

    /// Refuses a name that leads where we must not go.
    public void verify(String host) throws UnknownHostException {
        check(host);
    }

    void check(String host) throws UnknownHostException {
        for (var address : InetAddress.getAllByName(bare(host))) {
            if (!allowed(address)) {
                throw new ForbiddenAddress(host);
            }
        }
    }

    boolean allowed(InetAddress address) {
        if (METADATA.contains(address.getHostAddress()) || address.isLinkLocalAddress()) {
            return false;
        }
        if (address.isLoopbackAddress()) {
            return allowLoopback;
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return false;
        }
        return allowPrivate || !isPrivate(address);
    }

    private static boolean isPrivate(InetAddress address) {
        var bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        boolean sharedSpace = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        return address.isSiteLocalAddress() || uniqueLocal || sharedSpace;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /// The name leads to an address that this server must not visit.
    static final class ForbiddenAddress extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        ForbiddenAddress(String host) {
            super(host + " leads to an address that webhooks may not visit");
        }
    }
}
