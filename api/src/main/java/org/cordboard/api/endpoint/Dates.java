package org.cordboard.api.endpoint;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// The two written forms of a moment: ISO 8601 to the second in the newer products, RFC 2822 in the 2010 API.
public final class Dates {
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss '+0000'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Dates() {}

    public static String iso(Instant moment) {
        return DateTimeFormatter.ISO_INSTANT.format(moment.truncatedTo(ChronoUnit.SECONDS));
    }

    public static String rfc2822(Instant moment) {
        return RFC_2822.format(moment);
    }

    /// Accepts a date (midnight UTC), a date-time without zone (UTC) and one with zone.
    ///
    /// @throws IllegalArgumentException when it is none of them
    public static Instant read(String text) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            String spaced = text.length() > 10 && text.charAt(10) == ' '
                    ? text.substring(0, 10) + "T" + text.substring(11)
                    : text;
            boolean zoned = spaced.endsWith("Z") || spaced.lastIndexOf('+') > 10 || spaced.lastIndexOf('-') > 10;
            return zoned
                    ? OffsetDateTime.parse(spaced).toInstant()
                    : LocalDateTime.parse(spaced).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException("must be a date such as 2026-01-31 or 2026-01-31T12:00:00Z");
        }
    }

    /// Whether the text names a whole day, not a moment.
    public static boolean isDay(String text) {
        return text.length() == 10;
    }
}
