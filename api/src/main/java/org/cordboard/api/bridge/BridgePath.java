package org.cordboard.api.bridge;

import java.util.List;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.jspecify.annotations.Nullable;

/// The relative address of a newer client's request, below the workspace of its token.
///
/// @param segments after `Workspaces/WS…/`, such as `Workers`, `WK…`, `Reservations`
record BridgePath(String workspace, List<String> segments) {

    static BridgePath read(String url, Tokens.Grant grant) {
        String path = Policy.pathOf(url);
        path = path.startsWith("/v1/") ? path.substring(3) : path;
        List<String> all = List.of(path.substring(1).split("/", 20));
        if (all.size() < 3 || !all.getFirst().equals("Workspaces")) {
            throw Problem.notFound(path);
        }
        if (!all.get(1).equalsIgnoreCase(grant.workspace().value())) {
            throw new Problem(ErrorCode.FORBIDDEN, "The token is for another workspace");
        }
        return new BridgePath(all.get(1), all.subList(2, all.size()));
    }

    /// The REST address; what browsers call WorkerChannels is called Channels there.
    String rest() {
        List<String> named = segments.stream()
                .map(s -> s.equals("WorkerChannels") ? "Channels" : s)
                .toList();
        return "/v1/Workspaces/" + workspace + "/" + String.join("/", named);
    }

    @Nullable
    String segment(int at) {
        return at < segments.size() ? segments.get(at) : null;
    }

    /// Whether the path starts with these segments; null stands for any.
    boolean is(@Nullable String... pattern) {
        if (segments.size() != pattern.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i] != null && !pattern[i].equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }
}
