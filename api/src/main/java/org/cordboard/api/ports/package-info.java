/// What the REST face needs from the side that holds live calls, and nothing more.
/// The server joins these ports to the voice module; without calls, [org.cordboard.api.ports.Ports#none] refuses.
/// A port refuses with a [org.cordboard.api.http.Problem] that carries the published code.
@NullMarked
package org.cordboard.api.ports;

import org.jspecify.annotations.NullMarked;
