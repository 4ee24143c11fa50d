package org.cordboard.voice.webhook;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The connection settings that an application may write into the fragment of its URL, as `#ct=2000&rc=2&rp=5xx`.
///
/// @param connectMillis time to connect
/// @param readMillis time to the answer's head
/// @param totalMillis time for everything, retries included
/// @param retries how many more attempts
/// @param retryOn what is worth another attempt
/// @param warnings code of each setting that could not be read (the default is used)
public record Overrides(
        int connectMillis, int readMillis, int totalMillis, int retries, Set<RetryOn> retryOn, List<Integer> warnings) {
    /// Reasons to try again.
    public enum RetryOn {
        CLIENT_ERROR,
        SERVER_ERROR,
        CONNECT,
        READ
    }

    private static final int BAD_FORMAT = 11240;
    private static final int BAD_NAME = 11241;
    private static final int BAD_VALUE = 11242;
    private static final int BAD_POLICY = 11243;

    public static final Overrides DEFAULT = new Overrides(5_000, 15_000, 15_000, 1, Set.of(RetryOn.CONNECT), List.of());

    public static Overrides of(String url) {
        int hash = url.indexOf('#');
        return hash < 0 || hash == url.length() - 1 ? DEFAULT : parse(url.substring(hash + 1));
    }

    private static Overrides parse(String fragment) {
        var warnings = new ArrayList<Integer>();
        int connect = DEFAULT.connectMillis;
        int read = DEFAULT.readMillis;
        int total = DEFAULT.totalMillis;
        int retries = DEFAULT.retries;
        var retryOn = DEFAULT.retryOn;
        for (var setting : fragment.split("&")) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                warnings.add(BAD_FORMAT);
                continue;
            }
            var value = setting.substring(equals + 1);
            switch (setting.substring(0, equals)) {
                case "ct" -> connect = number(value, 100, 10_000, connect, warnings);
                case "rt" -> read = number(value, 100, 15_000, read, warnings);
                case "tt" -> total = number(value, 100, 15_000, total, warnings);
                case "rc" -> retries = number(value, 0, 5, retries, warnings);
                case "rp" -> retryOn = policy(value, warnings);
                case "e", "sn" -> {
                    // Which edge and TLS name to use means nothing on a server of one's own.
                }
                default -> warnings.add(BAD_NAME);
            }
        }
        return new Overrides(connect, read, total, retries, retryOn, List.copyOf(warnings));
    }

    private static int number(String value, int min, int max, int otherwise, List<Integer> warnings) {
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Reported below, like a number out of range.
        }
        warnings.add(BAD_VALUE);
        return otherwise;
    }

    private static Set<RetryOn> policy(String value, List<Integer> warnings) {
        var policy = EnumSet.noneOf(RetryOn.class);
        for (var word : value.split(",")) {
            switch (word) {
                case "4xx" -> policy.add(RetryOn.CLIENT_ERROR);
                case "5xx" -> policy.add(RetryOn.SERVER_ERROR);
                case "ct" -> policy.add(RetryOn.CONNECT);
                case "rt" -> policy.add(RetryOn.READ);
                case "all" -> policy.addAll(EnumSet.allOf(RetryOn.class));
                default -> warnings.add(BAD_POLICY);
            }
        }
        return policy.isEmpty() ? DEFAULT.retryOn : policy;
    }
}
