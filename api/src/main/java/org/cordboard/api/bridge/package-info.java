/// The two browser protocols of TaskRouter (11): the older one with capability tokens, the newer with access tokens.
/// Requests come by POST, events go out over WebSockets, heartbeats keep both alive.
/// Odd field names and quirks are the published ones; browser clients stumble without them.
@NullMarked
package org.cordboard.api.bridge;

import org.jspecify.annotations.NullMarked;
