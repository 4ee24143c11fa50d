/// Two legs that hear each other, and how each of them stays until the other leaves. A bridge has no record of its own;
/// what it means is known to the verb or instruction that made it.
@NullMarked
package org.cordboard.voice.bridge;

import org.jspecify.annotations.NullMarked;
