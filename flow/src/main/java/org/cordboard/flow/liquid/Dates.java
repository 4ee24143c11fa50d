package org.cordboard.flow.liquid;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liqp.TemplateContext;
import liqp.filters.Filter;
import org.jspecify.annotations.Nullable;
import ua.co.k.strftime.StrftimeFormatter;

/// `date` with the strftime tokens, and our own `timezone`. "now" is the instant of the step, not of the machine.
@SuppressWarnings("NullAway") // liqp carries no nullness annotations; nil is null throughout
final class Dates {

    private static final Pattern EPOCH = Pattern.compile("-?\\d{1,12}");
    private static final Pattern HUGE_WIDTH = Pattern.compile("%[-0^#_]*\\d{3,}");

    private static final List<DateTimeFormatter> DATE_TIMES = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE_TIME,
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm[:ss]", Locale.ROOT),
            DateTimeFormatter.ofPattern("MMM d, yyyy HH:mm[:ss]", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("MMMM d, yyyy HH:mm[:ss]", Locale.ENGLISH));
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE,
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT),
            DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH));
    private static final List<DateTimeFormatter> WITH_OFFSET = List.of(
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT),
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss XXX", Locale.ROOT));

    private Dates() {}

    static List<Filter> all() {
        return List.of(new Date(), new Timezone());
    }

    /// Empty when the value is no date; the filters then pass it through, as Liquid does.
    private static Optional<ZonedDateTime> moment(@Nullable Object value, Rendering rendering) {
        if (value instanceof ZonedDateTime moment) {
            return Optional.of(moment);
        }
        var zone = rendering.bounds.zone();
        var text = value == null ? "" : value.toString().strip();
        if (text.equals("now") || text.equals("today")) {
            return Optional.of(rendering.now.atZone(zone));
        }
        if (EPOCH.matcher(text).matches()) {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)).atZone(zone));
        }
        return WITH_OFFSET.stream()
                .flatMap(format -> parsed(() -> OffsetDateTime.parse(text, format).toZonedDateTime()))
                .findFirst()
                .or(() -> DATE_TIMES.stream()
                        .flatMap(format -> parsed(() -> LocalDateTime.parse(text, format).atZone(zone)))
                        .findFirst())
                .or(() -> DATES.stream()
                        .flatMap(format -> parsed(() -> LocalDate.parse(text, format).atStartOfDay(zone)))
                        .findFirst());
    }

    private static Stream<ZonedDateTime> parsed(Supplier<ZonedDateTime> attempt) {
        try {
            return Stream.of(attempt.get());
        } catch (DateTimeException _) {
            return Stream.empty();
        }
    }

    private static ZoneId zone(Object name) {
        try {
            return ZoneId.of(name.toString().strip());
        } catch (DateTimeException e) {
            throw new IllegalStateException("no time zone is named " + name, e);
        }
    }

    private static final class Date extends Filter {

        Date() {
            super("date");
        }

        @Override
        public @Nullable Object apply(@Nullable Object value, TemplateContext context, Object... params) {
            var rendering = Rendering.of(context);
            rendering.spend(100);
            var format = params.length == 0 || params[0] == null ? "" : params[0].toString();
            var moment = moment(value, rendering);
            if (format.isBlank() || moment.isEmpty()) {
                return value;
            }
            if (HUGE_WIDTH.matcher(format).find()) {
                throw new IllegalStateException("date format with a huge width");
            }
            rendering.admit(format);
            var shown = params.length > 1 ? moment.get().withZoneSameInstant(zone(params[1])) : moment.get();
            return rendering.admit(
                    StrftimeFormatter.ofSafePattern(format, Locale.ENGLISH).format(shown));
        }
    }

    private static final class Timezone extends Filter {

        Timezone() {
            super("timezone");
        }

        @Override
        public @Nullable Object apply(@Nullable Object value, TemplateContext context, Object... params) {
            var moment = moment(value, Rendering.of(context));
            return params.length == 0 || moment.isEmpty()
                    ? value
                    : moment.get().withZoneSameInstant(zone(params[0]));
        }
    }
}
