package org.cordboard.api.bridge;

import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Values;
import org.jspecify.annotations.Nullable;

/// What the role of a grant may do (11.2): a worker his own things and reading what everyone must know, a supervisor
/// everything in the workspace.
final class Roles {
    private Roles() {}

    static void check(Tokens.Grant grant, BridgePath path, String method, Values values, Payloads payloads) {
        if (!grant.supervises() && !allowed(grant, path, method, values, payloads)) {
            throw new Problem(
                    ErrorCode.FORBIDDEN,
                    "Role " + grant.role() + " may not " + method + " " + String.join("/", path.segments()));
        }
    }

    private static boolean allowed(
            Tokens.Grant grant, BridgePath path, String method, Values values, Payloads payloads) {
        String second = path.segment(1);
        return switch (String.valueOf(path.segment(0))) {
            case "Activities", "TaskChannels", "TaskQueues", "Workflows" -> method.equals("GET");
            case "Workers" -> second == null ? method.equals("GET") : own(grant, second);
            case "Tasks" ->
                second == null
                        ? method.equals("POST") && own(grant, values.first("RoutingTarget"))
                        : !method.equals("DELETE")
                                && !"supervise".equals(values.first("Instruction"))
                                && grant.worker() != null
                                && payloads.holds(grant.worker(), second);
            case String other -> false;
        };
    }

    private static boolean own(Tokens.Grant grant, @Nullable String worker) {
        return grant.worker() != null && grant.worker().value().equalsIgnoreCase(worker);
    }
}
