package org.cordboard.sip.sdp;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// An `a=crypto` line of the one suite we speak, AES_CM_128_HMAC_SHA1_80 (RFC 4568 sections 4 and 6). Its key protects what
/// its writer sends; never log it.
///
/// @param tag chosen by the offerer and repeated in the answer
/// @param key 16 bytes of master key, then 14 of salt
public record Crypto(int tag, byte[] key) {
    public static final String ATTRIBUTE = "crypto";
    private static final String SUITE = "AES_CM_128_HMAC_SHA1_80";
    private static final int KEY_BYTES = 30;
    /// Tag, suite, key and perhaps a lifetime. A master key identifier or session parameters would change packets.
    private static final Pattern LINE = Pattern.compile(
            "(\\d{1,9})\\s+" + SUITE + "\\s+inline:([A-Za-z0-9+/]{40}=*)(\\|(2\\^\\d{1,2}|\\d{1,15}))?\\s*");

    public static Crypto fresh(int tag, SecureRandom random) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new Crypto(tag, key);
    }

    /// The first line of a section that we can follow.
    public static Optional<Crypto> of(Media section) {
        for (String value : section.attributeValues(ATTRIBUTE)) {
            var parts = LINE.matcher(value.strip());
            if (parts.matches()) {
                byte[] key = Base64.getDecoder().decode(parts.group(2));
                if (key.length == KEY_BYTES) {
                    return Optional.of(new Crypto(Integer.parseInt(parts.group(1)), key));
                }
            }
        }
        return Optional.empty();
    }

    /// The same key under the tag that an answer has to repeat.
    public Crypto withTag(int number) {
        return new Crypto(number, key);
    }

    public byte[] masterKey() {
        return Arrays.copyOfRange(key, 0, 16);
    }

    public byte[] masterSalt() {
        return Arrays.copyOfRange(key, 16, KEY_BYTES);
    }

    Attribute attribute() {
        return new Attribute(
                ATTRIBUTE, tag + " " + SUITE + " inline:" + Base64.getEncoder().encodeToString(key));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Crypto that && tag == that.tag && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key) + tag;
    }

    @Override
    public String toString() {
        return "Crypto[" + tag + "]";
    }
}
