package org.cordboard.api.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// How patiently a webhook is asked: the fragment of its URL may say so, as `#ct=2000&rc=2&rp=5xx`.
///
/// @param connect for the connection, each attempt
/// @param read for the answer once connected, each attempt
/// @param total for everything, further attempts included
/// @param retries attempts after the first
/// @param retryOn what is worth another attempt
/// @param warnings published code of each setting that could not be read; its default is used
record ConnectionSettings(
        Duration connect, Duration read, Duration total, int retries, Set<RetryOn> retryOn, List<Integer> warnings) {
    static final Duration CONNECT = Duration.ofSeconds(5);

    enum RetryOn {
        CLIENT_ERROR,
        SERVER_ERROR,
        CONNECT,
        READ
    }

    /// Without a fragment: one more attempt when there was no connection, all of it within the usual patience.
    static ConnectionSettings of(String url, Duration patience) {
        Reading reading = new Reading(patience);
        int hash = url.indexOf('#');
        if (hash >= 0 && hash < url.length() - 1) {
            for (String setting : url.substring(hash + 1).split("&")) {
                reading.setting(setting);
            }
        }
        return reading.done();
    }

    /// Collects settings one by one.
    private static final class Reading {
        private static final int BAD_FORMAT = 11240;
        private static final int BAD_NAME = 11241;
        private static final int BAD_VALUE = 11242;
        private static final int BAD_POLICY = 11243;
        private Duration connect = CONNECT;
        private Duration read;
        private Duration total;
        private int retries = 1;
        private Set<RetryOn> retryOn = EnumSet.of(RetryOn.CONNECT);
        private final List<Integer> warnings = new ArrayList<>();

        Reading(Duration patience) {
            read = patience;
            total = patience;
        }

        void setting(String setting) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                warnings.add(BAD_FORMAT);
                return;
            }
            String value = setting.substring(equals + 1);
            switch (setting.substring(0, equals)) {
                case "ct" -> connect = millis(value, 10_000, connect);
                case "rt" -> read = millis(value, 15_000, read);
                case "tt" -> total = millis(value, 15_000, total);
                case "rc" -> retries = number(value, 0, 5, retries);
                case "rp" -> policy(value);
                case "e", "sn" -> {
                    // Edges and TLS names of the public service mean nothing here.
                }
                case String unknown -> warnings.add(BAD_NAME);
            }
        }

        private Duration millis(String value, int max, Duration otherwise) {
            return Duration.ofMillis(number(value, 100, max, (int) otherwise.toMillis()));
        }

        private int number(String value, int min, int max, int otherwise) {
            try {
                int number = Integer.parseInt(value);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                warnings.add(BAD_VALUE);
                return otherwise;
            }
            warnings.add(BAD_VALUE);
            return otherwise;
        }

        private void policy(String value) {
            Set<RetryOn> read = EnumSet.noneOf(RetryOn.class);
            for (String word : value.split(",")) {
                switch (word) {
                    case "4xx" -> read.add(RetryOn.CLIENT_ERROR);
                    case "5xx" -> read.add(RetryOn.SERVER_ERROR);
                    case "ct" -> read.add(RetryOn.CONNECT);
                    case "rt" -> read.add(RetryOn.READ);
                    case "all" -> read.addAll(EnumSet.allOf(RetryOn.class));
                    case String unknown -> warnings.add(BAD_POLICY);
                }
            }
            retryOn = read.isEmpty() ? retryOn : read;
        }

        ConnectionSettings done() {
            return new ConnectionSettings(connect, read, total, retries, Set.copyOf(retryOn), List.copyOf(warnings));
        }
    }
}
