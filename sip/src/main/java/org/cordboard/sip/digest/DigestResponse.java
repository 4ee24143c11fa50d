package org.cordboard.sip.digest;

/// The request digest of RFC 7616 section 3.4.1, with and without `qop`.
final class DigestResponse {
    private DigestResponse() {}

    /// @param qop `auth`, or empty for the scheme of RFC 2069
    static String compute(
            DigestAlgorithm algorithm,
            String ha1,
            String method,
            String uri,
            String nonce,
            String nc,
            String cnonce,
            String qop) {
        String ha2 = algorithm.hash(method + ":" + uri);
        return qop.isEmpty()
                ? algorithm.hash(ha1 + ":" + nonce + ":" + ha2)
                : algorithm.hash(ha1 + ":" + nonce + ":" + nc + ":" + cnonce + ":" + qop + ":" + ha2);
    }
}
