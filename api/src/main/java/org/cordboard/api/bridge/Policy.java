package org.cordboard.api.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One rule of a capability token (11.5): what may be asked of an address. Addresses are compared by path alone, for
/// the helper libraries bake the public service's host names into them.
///
/// @param path   exact, or ending in `/*` (one more segment) or `/**` (one or more)
/// @param filter what parameters must be; empty for anything
record Policy(String path, String method, boolean allow, SortedMap<String, Rule> filter) {

    /// @param value the one accepted value, null for any
    record Rule(boolean required, @Nullable String value) {}

    static List<Policy> read(JsonNode policies) {
        List<Policy> all = new ArrayList<>();
        for (JsonNode policy : policies) {
            String method = policy.path("method").asText("").toUpperCase(Locale.ROOT);
            all.add(new Policy(
                    pathOf(policy.path("url").asText("")),
                    method,
                    policy.path("allow").asBoolean(false),
                    rules(policy.path(method.equals("POST") ? "post_filter" : "query_filter"))));
        }
        return all;
    }

    private static SortedMap<String, Rule> rules(JsonNode filter) {
        SortedMap<String, Rule> rules = new TreeMap<>();
        filter.properties().forEach(entry -> {
            JsonNode rule = entry.getValue();
            rules.put(
                    entry.getKey(),
                    rule.isObject()
                            ? new Rule(
                                    rule.path("required").asBoolean(false),
                                    rule.hasNonNull("value")
                                            ? rule.path("value").asText()
                                            : null)
                            : new Rule(true, rule.asText()));
        });
        return rules;
    }

    /// Path of an absolute or relative address, without query and one trailing slash.
    static String pathOf(String url) {
        String path = url;
        int scheme = path.indexOf("://");
        if (scheme >= 0) {
            int slash = path.indexOf('/', scheme + 3);
            path = slash < 0 ? "/" : path.substring(slash);
        }
        int query = path.indexOf('?');
        path = query < 0 ? path : path.substring(0, query);
        path = path.startsWith("/") ? path : "/" + path;
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /// The verdict of all rules: the longest matching path decides, then the one with filters, then a refusal.
    static boolean allows(List<Policy> policies, String method, String path, Map<String, List<String>> parameters) {
        return policies.stream()
                .filter(p -> p.method().equals(method) && p.covers(path) && p.accepts(parameters))
                .max(Comparator.<Policy>comparingInt(p -> p.path().length())
                        .thenComparing(p -> !p.filter().isEmpty())
                        .thenComparing(p -> !p.allow()))
                .map(Policy::allow)
                .orElse(false);
    }

    private boolean covers(String asked) {
        if (path.endsWith("/**")) {
            String stem = path.substring(0, path.length() - 2);
            return asked.startsWith(stem) && asked.length() > stem.length();
        }
        if (path.endsWith("/*")) {
            String stem = path.substring(0, path.length() - 1);
            return asked.startsWith(stem) && asked.length() > stem.length() && asked.indexOf('/', stem.length()) < 0;
        }
        return asked.equals(path);
    }

    private boolean accepts(Map<String, List<String>> parameters) {
        if (filter.isEmpty()) {
            return true;
        }
        for (Map.Entry<String, Rule> rule : filter.entrySet()) {
            if (rule.getValue().required() && !parameters.containsKey(rule.getKey())) {
                return false;
            }
        }
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            Rule rule = filter.get(parameter.getKey());
            if (rule == null || (rule.value() != null && !parameter.getValue().equals(List.of(rule.value())))) {
                return false;
            }
        }
        return true;
    }
}
