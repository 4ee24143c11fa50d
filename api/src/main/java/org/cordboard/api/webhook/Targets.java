package org.cordboard.api.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/// Where webhooks may go. Addresses at which clouds hand out secrets are always refused, private ones unless allowed.
final class Targets {
    private static final int BAD_URL = 11100;
    private static final int NO_HOST = 11210;
    private static final List<String> METADATA = List.of("169.254.169.254", "100.100.100.200", "fd00:ec2::254");
    private final boolean privateAllowed;

    Targets(boolean privateAllowed) {
        this.privateAllowed = privateAllowed;
    }

    void check(URI url) throws WebhookFailure {
        String scheme = url.getScheme();
        String host = url.getHost();
        if (host == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw new WebhookFailure(BAD_URL, "not an absolute http or https address", null);
        }
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            throw new WebhookFailure(NO_HOST, "host " + host + " is not known", unknown);
        }
        for (InetAddress address : addresses) {
            if (isMetadata(address) || (!privateAllowed && isPrivate(address))) {
                throw new WebhookFailure(NO_HOST, "host " + host + " has an address that webhooks may not reach", null);
            }
        }
    }

    private static boolean isMetadata(InetAddress address) {
        if (address.isLinkLocalAddress() || address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return true;
        }
        return METADATA.stream().anyMatch(known -> sameAddress(known, address));
    }

    private static boolean sameAddress(String literal, InetAddress address) {
        try {
            return InetAddress.getByName(literal).equals(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        boolean carrier = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        return address.isLoopbackAddress() || address.isSiteLocalAddress() || uniqueLocal || carrier;
    }
}
