/// Puts the modules together, by hand and in one place each: the engine, the voice side, the HTTP face. Closing goes in
/// reverse.
@NullMarked
package org.cordboard.server.wiring;

import org.jspecify.annotations.NullMarked;
