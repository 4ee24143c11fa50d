package org.cordboard.voice.dial;

import java.net.InetAddress;

/// All addresses that begin with the same bits, as in `192.0.2.0/24`.
public record AddressRange(InetAddress address, int prefixLength) {
    public AddressRange {
        int bits = address.getAddress().length * 8;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("prefix length must be 0 to " + bits + ", was " + prefixLength);
        }
    }

    /// @param text an IPv4 or IPv6 literal, alone or with `/` and a prefix length
    /// @throws IllegalArgumentException when it is anything else
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        var address = InetAddress.ofLiteral(slash < 0 ? text.strip() : text.substring(0, slash).strip());
        return new AddressRange(
                address,
                slash < 0
                        ? address.getAddress().length * 8
                        : Integer.parseInt(text.substring(slash + 1).strip()));
    }

    public boolean contains(InetAddress other) {
        byte[] own = address.getAddress();
        byte[] theirs = other.getAddress();
        if (own.length != theirs.length) {
            return false;
        }
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (own[i] != theirs[i]) {
                return false;
            }
        }
        int rest = prefixLength % 8;
        return rest == 0 || sameBits(own[whole], theirs[whole], rest);
    }

    private static boolean sameBits(byte a, byte b, int bits) {
        int mask = 0xFF << (8 - bits) & 0xFF;
        return (a & mask) == (b & mask);
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
