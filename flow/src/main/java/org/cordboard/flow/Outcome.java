package org.cordboard.flow;

import java.util.Map;

/// How a widget ended: the exit taken and what it stores.
record Outcome(String event, Map<String, Object> outputs) {

    static Outcome of(String event) {
        return new Outcome(event, Map.of());
    }
}
