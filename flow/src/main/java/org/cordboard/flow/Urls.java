package org.cordboard.flow;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Texts of addresses; nothing is looked up.
final class Urls {

    private static final Pattern WEB = Pattern.compile("(?i)https?://[^\\s/?#]+[^\\s\\p{Cntrl}<>\"{}|\\\\^`]*");
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.*";

    private Urls() {}

    static boolean isWeb(String url) {
        return WEB.matcher(url).matches();
    }

    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String withQuery(String url, Map<String, String> parameters) {
        if (parameters.isEmpty()) {
            return url;
        }
        int fragment = url.indexOf('#');
        var address = fragment < 0 ? url : url.substring(0, fragment);
        var glue = address.endsWith("?") || address.endsWith("&") ? "" : address.contains("?") ? "&" : "?";
        return address + glue + form(parameters) + (fragment < 0 ? "" : url.substring(fragment));
    }

    static String encoded(String text) {
        var result = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (octet & 0xff);
            if (UNRESERVED.indexOf(letter) >= 0) {
                result.append(letter);
            } else if (letter == ' ') {
                result.append('+');
            } else {
                result.append('%').append(String.format("%02X", (int) letter));
            }
        }
        return result.toString();
    }
}
