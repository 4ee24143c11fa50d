package org.cordboard.voice.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The value of `X-Twilio-Signature`: HMAC-SHA1 over the URL and the sorted form fields, keyed by the account's
/// token. Pure.
public final class Signature {
    private Signature() {}

    /// Signs a request without a form: GET, or a WebSocket upgrade.
    public static String of(String token, String url) {
        return of(token, url, Fields.NONE);
    }

    /// Signs a form. A name with several values contributes each distinct value once, in order.
    public static String of(String token, String url, Fields form) {
        var sorted = new TreeMap<String, TreeSet<String>>();
        form.list()
                .forEach(f ->
                        sorted.computeIfAbsent(f.name(), _ -> new TreeSet<>()).add(f.value()));
        var data = new StringBuilder(signed(url));
        sorted.forEach(
                (name, values) -> values.forEach(value -> data.append(name).append(value)));
        return hmac(token, data.toString());
    }

    /// The URL that a JSON body is sent to: the body's digest becomes part of what is signed.
    public static String withBodyDigest(String url, byte[] body) {
        try {
            var digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            return url + (url.indexOf('?') < 0 ? '?' : '&') + "bodySHA256=" + digest;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Compares in constant time.
    public static boolean matches(String token, String url, Fields form, String signature) {
        return MessageDigest.isEqual(
                of(token, url, form).getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
    }

    /// What of a URL is signed: no fragment, no credentials, no default port, at least `/` as its path, else as on the
    /// wire.
    static String signed(String url) {
        int fragment = url.indexOf('#');
        var text = fragment < 0 ? url : url.substring(0, fragment);
        int start = text.indexOf("://");
        if (start < 0) {
            return text;
        }
        start += 3;
        int end = authorityEnd(text, start);
        var authority = text.substring(start, end);
        int at = authority.lastIndexOf('@');
        var host = at < 0 ? authority : authority.substring(at + 1);
        var scheme = text.substring(0, start).toLowerCase(Locale.ROOT);
        var secure = scheme.equals("https://") || scheme.equals("wss://");
        var port = secure ? ":443" : ":80";
        if (host.endsWith(port)) {
            host = host.substring(0, host.length() - port.length());
        }
        // A request always has a path: that is what its receiver can see and check.
        var slash = end < text.length() && text.charAt(end) == '/' ? "" : "/";
        return scheme + host + slash + text.substring(end);
    }

    private static int authorityEnd(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' || c == '?') {
                return i;
            }
        }
        return text.length();
    }

    private static String hmac(String token, String data) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(data.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA1", e);
        }
    }
}
