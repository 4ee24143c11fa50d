package org.cordboard.api.voice;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Addresses of callers and callees as the API writes them.
final class Numbers {
    private static final Pattern E164 = Pattern.compile("\\+[0-9]{2,15}");
    private static final Pattern BARE = Pattern.compile("[0-9]{7,15}");
    private static final Pattern NANP = Pattern.compile("\\+1([0-9]{3})([0-9]{3})([0-9]{4})");
    private static final Pattern CLIENT = Pattern.compile("client:[^\\s?]{1,256}(\\?.*)?");
    private static final Pattern SIP = Pattern.compile("sips?:[^\\s@]{1,256}@[^\\s@]{1,256}");
    private static final Pattern SIP_USER = Pattern.compile("[A-Za-z0-9+._-]{1,64}");

    private Numbers() {}

    static boolean isE164(String text) {
        return E164.matcher(text).matches();
    }

    /// The number with its plus, or the text as it is.
    static String normalised(String text) {
        String stripped = text.strip();
        return BARE.matcher(stripped).matches() ? "+" + stripped : stripped;
    }

    static boolean isCallable(String to) {
        return isE164(to) || CLIENT.matcher(to).matches() || SIP.matcher(to).matches();
    }

    static boolean isCallerId(String from) {
        return isCallable(from) || SIP_USER.matcher(from).matches();
    }

    /// `(415) 867-5309` for North American numbers, everything else unchanged.
    static String formatted(String number) {
        Matcher nanp = NANP.matcher(number);
        return nanp.matches() ? "(" + nanp.group(1) + ") " + nanp.group(2) + "-" + nanp.group(3) : number;
    }

    /// The digits before the subscriber's own, as far as a North American number shows them; empty otherwise.
    static String prefix(String address) {
        return NANP.matcher(address).matches() ? address.substring(1, 5) : "";
    }
}
