package org.cordboard.media;

import java.net.InetSocketAddress;

/// How addresses are shown to people: without a host name look-up.
final class Addresses {
    private Addresses() {}

    static String show(InetSocketAddress address) {
        var ip = address.getAddress().getHostAddress();
        return (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + address.getPort();
    }
}
