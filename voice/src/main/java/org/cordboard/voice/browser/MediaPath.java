package org.cordboard.voice.browser;

/// What tells one media path from another in SDP: the user name of ICE (RFC 8839) and the certificate's fingerprint
/// (RFC 8122). A page that comes back with both as they were needs no new answer.
record MediaPath(String user, String fingerprint) {
    static MediaPath of(String sdp) {
        return new MediaPath(attribute(sdp, "a=ice-ufrag:"), attribute(sdp, "a=fingerprint:"));
    }

    private static String attribute(String sdp, String name) {
        return sdp.lines().filter(line -> line.startsWith(name)).findFirst().orElse("");
    }
}
