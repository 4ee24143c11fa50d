package org.cordboard.api.taskrouter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cordboard.api.endpoint.Place;
import org.cordboard.routing.sid.Sid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Absolute addresses of TaskRouter resources.
final class Links {
    private Links() {}

    static String workspace(Place at, WorkspaceSid workspace) {
        return at.base() + "/v1/Workspaces/" + workspace;
    }

    /// `…/Workspaces/WS…/Tasks/WT…/Reservations` from its parts.
    static String in(Place at, WorkspaceSid workspace, Object... segments) {
        StringBuilder url = new StringBuilder(workspace(at, workspace));
        for (Object segment : segments) {
            url.append('/').append(segment);
        }
        return url.toString();
    }

    /// The address of something that may not be there; null then.
    static @Nullable String in(Place at, WorkspaceSid workspace, String collection, @Nullable Sid sid) {
        return sid == null ? null : in(at, workspace, collection, (Object) sid);
    }

    /// Pairs of name and address, in order.
    static Map<String, @Nullable String> of(@Nullable String... pairs) {
        Map<String, @Nullable String> links = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            links.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return links;
    }
}
