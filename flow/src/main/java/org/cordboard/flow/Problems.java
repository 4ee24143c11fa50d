package org.cordboard.flow;

import java.util.ArrayList;
import java.util.List;
import org.cordboard.flow.Problem.Severity;

/// Collects what is wrong, all of it, in the order it is found.
final class Problems {

    /// A definition with more mistakes than this is not being repaired by reading on.
    private static final int MOST = 1000;

    private final List<Problem> found = new ArrayList<>();

    void error(int rule, String path, String message, String remedy) {
        add(new Problem(Severity.ERROR, rule, path, message, remedy));
    }

    void warning(int rule, String path, String message, String remedy) {
        add(new Problem(Severity.WARNING, rule, path, message, remedy));
    }

    private void add(Problem problem) {
        if (found.size() < MOST && !found.contains(problem)) {
            found.add(problem);
        }
    }

    boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    List<Problem> all() {
        return List.copyOf(found);
    }
}
