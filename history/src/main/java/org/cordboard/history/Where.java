package org.cordboard.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.sid.Sid;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// Conditions joined by AND, with bound values; absent values make no condition. Column names are ours, never input.
final class Where {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    Where(String column, String value) {
        equal(column, value);
    }

    void equal(String column, @Nullable String value) {
        if (value != null) {
            compare(column, "=", value);
        }
    }

    void equal(String column, @Nullable Sid value) {
        equal(column, value == null ? null : value.value());
    }

    void atLeast(String column, @Nullable Instant time) {
        if (time != null) {
            compare(column, ">=", time.toEpochMilli());
        }
    }

    void atMost(String column, @Nullable Instant time) {
        if (time != null) {
            compare(column, "<=", time.toEpochMilli());
        }
    }

    void below(String column, @Nullable Instant time) {
        if (time != null) {
            compare(column, "<", time.toEpochMilli());
        }
    }

    /// One of them; none at all when the collection is empty.
    void in(String column, @Nullable Collection<String> choices) {
        if (choices == null) {
            return;
        }
        if (choices.isEmpty()) {
            conditions.add("1 = 0");
            return;
        }
        var names = new ArrayList<String>();
        for (var choice : choices) {
            var name = "v" + values.size();
            names.add(":" + name);
            values.put(name, choice);
        }
        conditions.add(column + " IN (" + String.join(", ", names) + ")");
    }

    private void compare(String column, String operator, Object value) {
        var name = "v" + values.size();
        conditions.add(column + " " + operator + " :" + name);
        values.put(name, value);
    }

    void add(String condition) {
        conditions.add(condition);
    }

    void add(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
    }

    String text() {
        return String.join(" AND ", conditions);
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement.bindMap(values);
    }
}
