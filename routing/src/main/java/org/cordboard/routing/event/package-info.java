/// Committed facts, numbered, in log order. Each carries the values it produced, so that a consumer never has to look
/// back.
@NullMarked
package org.cordboard.routing.event;

import org.jspecify.annotations.NullMarked;
