/// Webhooks out: event callbacks in the order of the log, assignment callbacks and the instructions they answer with.
/// Driven by committed events and never waited for by routing; what was delivered is remembered by event number.
/// Every request is signed, and every address is checked before it is used.
@NullMarked
package org.cordboard.api.webhook;

import org.jspecify.annotations.NullMarked;
