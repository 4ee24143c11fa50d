/// Forwards calls and knows whether a person or a machine answered. The caller waits in a conference of its own while an
/// outbound call with machine detection looks for a person; a dashboard shows every call and sets the destination.
@NullMarked
package org.cordboard.apps.amdforward;

import org.jspecify.annotations.NullMarked;
