package org.cordboard.sip.digest;

/// What we answer challenges with.
public record DigestCredentials(String user, String password) {
    @Override
    public String toString() {
        return "DigestCredentials[" + user + "]";
    }
}
