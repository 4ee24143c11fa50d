package org.cordboard.api.endpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cordboard.api.http.Percent;
import org.jspecify.annotations.Nullable;

/// Finds the endpoint of a path. A literal segment wins over a variable one; the host name decides only where two
/// products own the same path. Immutable after construction.
final class Routes {
    private static final int MAX_SEGMENTS = 24;
    private final Node root = new Node();

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private @Nullable Node variable;
        private final List<Endpoint> endpoints = new ArrayList<>();
    }

    /// @param candidates all endpoints of the path, whatever their method
    record Found(List<Endpoint> candidates, List<String> segments) {
        @Nullable
        Endpoint choose(String method, String host) {
            Endpoint first = null;
            String name = host.toLowerCase(Locale.ROOT);
            for (Endpoint endpoint : candidates) {
                if (endpoint.method().equals(method)) {
                    if (name.startsWith(endpoint.product() + ".")) {
                        return endpoint;
                    }
                    first = first == null ? endpoint : first;
                }
            }
            return first;
        }

        List<String> methods() {
            return candidates.stream().map(Endpoint::method).distinct().toList();
        }

        static Map<String, String> variables(Endpoint endpoint, List<String> segments) {
            Map<String, String> variables = new LinkedHashMap<>();
            List<String> template = split(endpoint.template());
            for (int i = 0; i < template.size(); i++) {
                if (isVariable(template.get(i))) {
                    variables.put(template.get(i).substring(1, template.get(i).length() - 1), segments.get(i));
                }
            }
            return variables;
        }
    }

    Routes(List<Endpoint> endpoints) {
        endpoints.forEach(this::add);
    }

    private void add(Endpoint endpoint) {
        Node node = root;
        for (String segment : split(endpoint.template())) {
            if (isVariable(segment)) {
                Node next = node.variable;
                if (next == null) {
                    next = new Node();
                    node.variable = next;
                }
                node = next;
            } else {
                node = node.literals.computeIfAbsent(segment, s -> new Node());
            }
        }
        for (Endpoint other : node.endpoints) {
            if (other.method().equals(endpoint.method()) && other.product().equals(endpoint.product())) {
                throw new IllegalArgumentException(
                        "two endpoints for " + endpoint.method() + " " + endpoint.template());
            }
        }
        node.endpoints.add(endpoint);
    }

    @Nullable
    Found find(String path) {
        List<String> segments = split(path);
        if (segments.size() > MAX_SEGMENTS) {
            return null;
        }
        List<String> decoded =
                segments.stream().map(s -> Percent.decode(s, false)).toList();
        Node node = find(root, decoded, 0);
        return node == null ? null : new Found(node.endpoints, decoded);
    }

    private static @Nullable Node find(Node from, List<String> segments, int at) {
        if (at == segments.size()) {
            return from.endpoints.isEmpty() ? null : from;
        }
        Node literal = from.literals.get(segments.get(at));
        Node found = literal == null ? null : find(literal, segments, at + 1);
        if (found == null && from.variable != null && !segments.get(at).isEmpty()) {
            found = find(from.variable, segments, at + 1);
        }
        return found;
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    /// Segments without the leading slash; one trailing slash is forgiven.
    private static List<String> split(String path) {
        String inner = path.startsWith("/") ? path.substring(1) : path;
        inner = inner.endsWith("/") ? inner.substring(0, inner.length() - 1) : inner;
        return List.of(inner.split("/", MAX_SEGMENTS + 2));
    }
}
