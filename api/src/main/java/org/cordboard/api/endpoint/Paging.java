package org.cordboard.api.endpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Percent;
import org.cordboard.api.http.Problem;
import org.jspecify.annotations.Nullable;

/// Cuts a list into pages and links them, in the newer style (`meta`) and in that of the 2010 API (`uri`).
///
/// A token is `PA` or `PB` (after or before), the SID of the row it counts from, and that row's sort keys.
public final class Paging {
    public static final Parameter<String> PAGE_SIZE = Parameter.text("PageSize", 20);
    public static final Parameter<String> PAGE = Parameter.text("Page", 20);
    public static final Parameter<String> PAGE_TOKEN = Parameter.text("PageToken", 400);
    private static final String AFTER_SID = "AfterSid";
    private static final List<String> OWN = List.of(PAGE_SIZE.name(), PAGE.name(), PAGE_TOKEN.name(), AFTER_SID);
    private static final int DEFAULT_SIZE = 50;
    private static final int MAX_SIZE = 1_000;
    private static final int SID_PREFIX = 2;

    private Paging() {}

    /// The paging parameters after the given filters.
    public static List<Parameter<?>> with(Parameter<?>... filters) {
        List<Parameter<?>> all = new ArrayList<>(Arrays.asList(filters));
        all.addAll(List.of(PAGE_SIZE, PAGE, PAGE_TOKEN));
        return all;
    }

    private record Cut<T>(
            List<T> rows,
            int page,
            int size,
            @Nullable String token,
            @Nullable String next,
            @Nullable String previous) {}

    /// The newer style: absolute addresses in `meta`.
    public static <T> Answer v1(Exchange exchange, String key, Representation<T> shape, List<T> rows, Order<T> order) {
        return v1(exchange, key, shape, rows, order, page -> page);
    }

    /// @param resolve adds to the rows of one page what their representation shows beyond them
    public static <T, V> Answer v1(
            Exchange exchange,
            String key,
            Representation<V> shape,
            List<T> rows,
            Order<T> order,
            Function<List<T>, List<V>> resolve) {
        Cut<T> cut = cut(exchange, rows, order, Math.min(MAX_SIZE, size(exchange)), ErrorCode.BAD_REQUEST);
        return v1(exchange, key, shape, cut, resolve);
    }

    private static <T, V> Answer v1(
            Exchange exchange, String key, Representation<V> shape, Cut<T> cut, Function<List<T>, List<V>> resolve) {
        String at = exchange.place().base() + exchange.request().path();
        return Answer.json(200, written(out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("meta");
            out.writeNumberField("page", cut.page());
            out.writeNumberField("page_size", cut.size());
            out.writeStringField("first_page_url", at + query(exchange, cut.size(), 0, null));
            out.writeStringField("previous_page_url", previous(at, exchange, cut));
            out.writeStringField("url", at + query(exchange, cut.size(), cut.page(), cut.token()));
            out.writeStringField("next_page_url", next(at, exchange, cut));
            out.writeStringField("key", key);
            out.writeEndObject();
            rows(out, key, shape, resolve.apply(cut.rows()), exchange);
            out.writeEndObject();
        }));
    }

    /// The style of the 2010 API: relative addresses beside the rows.
    public static <T> Answer v2010(
            Exchange exchange, String key, Representation<T> shape, List<T> rows, Order<T> order) {
        return v2010(exchange, key, shape, rows, order, page -> page);
    }

    public static <T, V> Answer v2010(
            Exchange exchange,
            String key,
            Representation<V> shape,
            List<T> rows,
            Order<T> order,
            Function<List<T>, List<V>> resolve) {
        int size = size(exchange);
        if (size > MAX_SIZE) {
            throw new Problem(ErrorCode.PAGE_SIZE, "PageSize must be between 1 and " + MAX_SIZE + ", was " + size);
        }
        Cut<T> cut = cut(exchange, rows, order, size, ErrorCode.PAGE_TOKEN);
        String at = Format.link(exchange.request());
        int start = cut.rows().isEmpty() ? 0 : cut.page() * cut.size();
        return Answer.json(200, written(out -> {
            out.writeStartObject();
            out.writeStringField("first_page_uri", at + query(exchange, cut.size(), 0, null));
            out.writeNumberField(
                    "end", cut.rows().isEmpty() ? 0 : start + cut.rows().size() - 1);
            out.writeStringField("previous_page_uri", previous(at, exchange, cut));
            rows(out, key, shape, resolve.apply(cut.rows()), exchange);
            out.writeStringField("uri", at + query(exchange, cut.size(), cut.page(), cut.token()));
            out.writeNumberField("page_size", cut.size());
            out.writeNumberField("start", start);
            out.writeStringField("next_page_uri", next(at, exchange, cut));
            out.writeNumberField("page", cut.page());
            out.writeEndObject();
        }));
    }

    /// Which part of a list that is cut elsewhere was asked for.
    ///
    /// @param anchor SID of the row it counts from
    public record Slice(
            int size,
            Optional<String> anchor,
            boolean backwards,
            int page,
            @Nullable String token) {}

    public static Slice slice(Exchange exchange) {
        String token = exchange.get(PAGE_TOKEN);
        int page = number(exchange.get(PAGE), PAGE.name(), 0);
        boolean known = token != null && token.length() > 2 && (token.startsWith("PA") || token.startsWith("PB"));
        if ((token != null && !known) || page < 0 || (page > 0 && token == null)) {
            throw Problem.badRequest("Follow the address of the next page; Page and PageToken cannot be made up");
        }
        return new Slice(
                Math.min(MAX_SIZE, size(exchange)),
                Optional.ofNullable(token).map(t -> t.substring(2)),
                token != null && token.startsWith("PB"),
                page,
                token);
    }

    /// A page of a list that was cut elsewhere, in the newer style.
    public static <T> Answer v1Slice(
            Exchange exchange,
            Slice slice,
            String key,
            Representation<T> shape,
            List<T> rows,
            Function<T, String> sid,
            boolean hasNext,
            boolean hasPrevious) {
        String next = hasNext && !rows.isEmpty() ? "PA" + sid.apply(rows.getLast()) : null;
        String previous = hasPrevious && !rows.isEmpty() ? "PB" + sid.apply(rows.getFirst()) : null;
        Cut<T> cut = new Cut<>(rows, slice.page(), slice.size(), slice.token(), next, previous);
        return v1(exchange, key, shape, cut, page -> page);
    }

    private static int size(Exchange exchange) {
        int size = number(exchange.get(PAGE_SIZE), PAGE_SIZE.name(), DEFAULT_SIZE);
        if (size < 1) {
            throw Problem.badRequest("PageSize must be between 1 and " + MAX_SIZE + ", was " + size);
        }
        return size;
    }

    private static int number(@Nullable String raw, String name, int otherwise) {
        if (raw == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(raw);
        } catch (NumberFormatException notANumber) {
            throw Problem.badRequest(name + " must be a whole number");
        }
    }

    private static <T> Cut<T> cut(Exchange exchange, List<T> all, Order<T> order, int size, ErrorCode badToken) {
        int page = number(exchange.get(PAGE), PAGE.name(), 0);
        String token = exchange.get(PAGE_TOKEN);
        if (page < 0 || (page > 0 && token == null)) {
            throw Problem.badRequest(
                    "Page " + page + " cannot be reached directly; follow the address of the next page");
        }
        Order.Mark behind = behind(afterSid(exchange), all, order);
        Order.Mark mark = token == null ? behind : mark(token, order, badToken);
        if (token != null && !all.isEmpty() && !sameKind(mark, order.mark(all.getFirst()))) {
            throw foreign(badToken);
        }
        Selection<T> selection = token != null && token.startsWith("PB")
                ? Selection.before(all, order, mark, size)
                : Selection.after(all, order, mark, size);
        List<T> rows = selection.rows();
        boolean any = !rows.isEmpty();
        String next = any && selection.following() ? "PA" + text(order.mark(rows.getLast())) : null;
        String previous = any && selection.preceding() ? "PB" + text(order.mark(rows.getFirst())) : null;
        return new Cut<>(rows, page, size, token, next, previous);
    }

    /// Browser clients continue a list behind a SID they know.
    private static <T> Order.@Nullable Mark behind(@Nullable String sid, List<T> all, Order<T> order) {
        if (sid == null) {
            return null;
        }
        return all.stream()
                .map(order::mark)
                .filter(mark -> mark.sid().equalsIgnoreCase(sid))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest(AFTER_SID + " does not name a row of this list"));
    }

    private static String text(Order.Mark mark) {
        return mark.sid()
                + Arrays.stream(mark.values())
                        .mapToObj(v -> "." + Long.toString(v, 36))
                        .collect(Collectors.joining());
    }

    private static <T> Order.Mark mark(String token, Order<T> order, ErrorCode badToken) {
        Order.Mark mark = order.read(token);
        if (mark == null) {
            throw foreign(badToken);
        }
        return mark;
    }

    private static Problem foreign(ErrorCode badToken) {
        return new Problem(badToken, "PageToken is not one of this list; follow the address of the next page");
    }

    /// Rows are told apart by the letters their SIDs begin with.
    private static boolean sameKind(Order.@Nullable Mark one, Order.Mark other) {
        return one != null && one.sid().regionMatches(0, other.sid(), 0, SID_PREFIX);
    }

    static int sliceSize(Exchange exchange) {
        return Math.min(MAX_SIZE, size(exchange));
    }

    /// The SID a browser client continues behind.
    static @Nullable String afterSid(Exchange exchange) {
        String sid = exchange.values().first(AFTER_SID);
        return sid == null || sid.isEmpty() ? null : sid;
    }

    private static @Nullable String next(String at, Exchange exchange, Cut<?> cut) {
        return cut.next() == null ? null : at + query(exchange, cut.size(), cut.page() + 1, cut.next());
    }

    private static @Nullable String previous(String at, Exchange exchange, Cut<?> cut) {
        if (cut.previous() == null) {
            return null;
        }
        int page = Math.max(0, cut.page() - 1);
        return at + query(exchange, cut.size(), page, cut.previous());
    }

    /// All filters as they were given, then size, page and token.
    private static String query(Exchange exchange, int size, int page, @Nullable String token) {
        StringBuilder query = new StringBuilder("?");
        exchange.values().asMap().forEach((name, values) -> {
            if (!OWN.contains(name)) {
                values.forEach(v -> query.append(Percent.encode(name))
                        .append('=')
                        .append(Percent.encode(v))
                        .append('&'));
            }
        });
        query.append("PageSize=").append(size).append("&Page=").append(page);
        if (token != null) {
            query.append("&PageToken=").append(Percent.encode(token));
        }
        return query.toString();
    }

    private static <T> void rows(
            JsonGenerator out, String key, Representation<T> shape, List<T> rows, Exchange exchange)
            throws IOException {
        out.writeArrayFieldStart(key);
        for (T row : rows) {
            shape.write(out, row, exchange.place());
        }
        out.writeEndArray();
    }

    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] written(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator out = Json.MAPPER.getFactory().createGenerator(bytes)) {
            body.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
