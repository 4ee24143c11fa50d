package org.cordboard.api;

import java.util.ArrayList;
import java.util.List;

/// Values that a parameter of some kind must refuse: of a wrong type, out of range, dangling, too long.
final class BadValues {
    private static final String HEX = "0123456789abcdef0123456789abcdef";

    /// @param status the published HTTP status
    /// @param code the published error code
    /// @param beside other parameters that the request needs for this value to be looked at, names and values in turn
    record Bad(String value, int status, int code, List<String> beside) {
        static Bad of(String value, String... beside) {
            return new Bad(value, 400, 20001, List.of(beside));
        }
    }

    private BadValues() {}

    static List<Bad> of(String kind, String name) {
        String[] words = kind.split(" ");
        List<Bad> bad = new ArrayList<>();
        switch (words[0]) {
            case "any", "flag" -> {}
            case "name" -> bad.addAll(all("x".repeat(65), " "));
            case "unique" -> bad.addAll(all("9bad", "with space", "x".repeat(65)));
            case "url" -> bad.addAll(all("not a url", "ftp://example.org/x", "/relative", "http://"));
            case "int" -> bad.addAll(numbers(Long.parseLong(words[1]), Long.parseLong(words[2])));
            case "word" -> bad.addAll(all("nonsense", words[1] + "," + words[2]));
            case "words" -> bad.addAll(all("nonsense", words[1] + ",nonsense"));
            case "status" -> bad.addAll(all("done", "timeout", "pending", "canceled", "rescinded"));
            case "sid" -> bad.addAll(malformed(words[1]));
            case "made" -> {
                bad.addAll(malformed(words[1]));
                bad.add(Bad.of(words[1] + HEX, beside(name)));
            }
            case "date" -> {
                bad.addAll(all("yesterday", "2026-13-45", "2026-02-30T00:00:00Z"));
                bad.add(Bad.of("2026-03-01T08:00:00Z", "Minutes", "5"));
            }
            case "past" ->
                bad.addAll(all("yesterday", "2026-13-45", "2999-01-01T00:00:00Z", "1899-12-31T23:59:59Z"));
            case "channel" -> bad.addAll(all("telepathy", "TC" + HEX));
            case "seconds" -> bad.addAll(all("soon", "5,x", "-5", "1.5"));
            case "expression" -> bad.addAll(all("a HASS 1", "a ==", "skill-level > 3", "vip"));
            case "attributes" -> bad.addAll(all("a HASS 1", "{\"a\":"));
            case "json" ->
                bad.addAll(all(
                        "not json", "[1]", "\"text\"", "{\"a\":", "{\"a\":\"" + "x".repeat(4_096) + "\"}"));
            case "configuration" -> bad.addAll(configurations());
            case "target" -> bad.addAll(all("dave", "WQ" + HEX, "WW" + HEX, "WX" + HEX));
            case "queue" -> bad.addAll(all("no such queue"));
            case "ordering" -> bad.addAll(all("Nonsense:asc", "Priority", "DateCreated:asc,VirtualStartTime:asc"));
            case "event" -> bad.addAll(all("task.exploded"));
            case "alone" -> bad.addAll(all("true"));
            case "bulk" -> bad.addAll(all("", "7", "[]", "\"WQ\"", "{", "[\"WQ" + HEX + "\"]", "[7]"));
            case "version" -> {
                bad.add(new Bad("999", 412, 20412, List.of()));
                bad.add(new Bad("\"999\"", 412, 20412, List.of()));
                bad.add(new Bad("soon", 412, 20412, List.of()));
            }
            default -> throw new AssertionError("unknown kind " + kind);
        }
        if (name.equals("StartDate") && !kind.isEmpty()) {
            bad.add(Bad.of("2026-03-01T08:00:00Z", "EndDate", "2026-03-01T07:00:00Z"));
        }
        return bad;
    }

    /// What each list refuses of its paging.
    static List<Bad> paging(String name) {
        return switch (name) {
            case "PageSize" -> all("0", "-1", "many", "1.5");
            case "Page" -> all("-1", "next", "7");
            default -> all("bogus", "PA", "PZ" + HEX);
        };
    }

    private static List<Bad> all(String... values) {
        List<Bad> bad = new ArrayList<>();
        for (String value : values) {
            bad.add(Bad.of(value));
        }
        return bad;
    }

    private static List<Bad> numbers(long min, long max) {
        return all("many", "1.5", Long.toString(min - 1), Long.toString(max + 1), "99999999999999999999");
    }

    private static List<Bad> malformed(String prefix) {
        String other = prefix.equals("WA") ? "WS" : "WA";
        return all("nope", prefix, prefix + "1", prefix + HEX + "0", prefix + "g".repeat(32), other + HEX);
    }

    private static List<Bad> configurations() {
        String queue = "{\"task_routing\":{\"default_filter\":{\"queue\":\"WQ" + HEX + "\"}}}";
        String expression = "{\"task_routing\":{\"filters\":[{\"expression\":\"a HASS 1\",\"targets\":[]}]}}";
        return all("{", "[]", "{}", queue, expression, "{\"task_routing\":\"" + "x".repeat(1_038_576) + "\"}");
    }

    private static String[] beside(String name) {
        return switch (name) {
            case "WorkerActivitySid" -> new String[] {"ReservationStatus", "rejected"};
            case "DequeuePostWorkActivitySid" -> new String[] {"Instruction", "dequeue"};
            case "PostWorkActivitySid" -> new String[] {"Instruction", "conference"};
            default -> new String[0];
        };
    }
}
