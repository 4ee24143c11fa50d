package org.cordboard.sip.transaction;

import java.util.List;

/// Result of a step.
public record Step<S>(S next, List<Action> actions) {
    static <S> Step<S> to(S next, Action... actions) {
        return new Step<>(next, List.of(actions));
    }
}
