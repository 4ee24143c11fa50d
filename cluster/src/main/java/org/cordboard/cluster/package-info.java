/// The ordered, durable log; runs routing as the Engine.
@NullMarked
package org.cordboard.cluster;

import org.jspecify.annotations.NullMarked;
